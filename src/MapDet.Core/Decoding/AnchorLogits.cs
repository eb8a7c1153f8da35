using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Queries;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding;

/// <summary>Anchors as the decoder learns them: logits of points in [0, 1].</summary>
internal static class AnchorLogits
{
    /// <summary>Without a margin, a point on the border of the range would have an infinite logit that no gradient moves.</summary>
    private const double Border = 0.005;

    /// <summary>[N, P, 2] float32.</summary>
    public static Tensor Create(MapAnchors anchors, MapQueryOptions queries, PerceptionRange range, double borderMargin)
    {
        if (anchors.Polylines.Length != queries.NumInstances || anchors.Polylines.Any(p => p.Length != queries.NumPoints))
        {
            throw new MapDetException(
                $"Queries: {queries.NumInstances} instances of {queries.NumPoints} points need as many anchors; there are {anchors.Polylines.Length}.");
        }

        float[] logits = [.. anchors.Polylines.SelectMany(p => p).Select(range.Normalize).SelectMany(p => new[] { Logit(p.X, borderMargin), Logit(p.Y, borderMargin) })];
        return tensor(logits, [queries.NumInstances, queries.NumPoints, 2]);
    }

    private static float Logit(double normalized, double borderMargin)
    {
        double value = Math.Clamp(((normalized / (1 + borderMargin)) + 1) / 2, Border, 1 - Border);
        return (float)Math.Log(value / (1 - value));
    }
}
