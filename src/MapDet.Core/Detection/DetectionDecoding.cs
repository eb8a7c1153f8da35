using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Detection;

/// <summary>Turns a decoder's numbers into map elements.</summary>
/// <remarks>Source: MapTR's <c>MapTRNMSFreeCoder</c>: a query may appear once for each class.</remarks>
public static class DetectionDecoding
{
    /// <summary>How many elements a sample has at most.</summary>
    public const int MaxDetections = 50;

    /// <summary>Takes the best of all N x 3 sigmoid scores of each sample.</summary>
    /// <param name="prediction">The last layer's, B samples.</param>
    /// <param name="range">What points are normalised by.</param>
    /// <param name="maxDetections">How many elements a sample has at most.</param>
    /// <returns>For each sample its elements, best first, in metres; what lies beyond the range is drawn to its border, where the map ends.</returns>
    public static ImmutableArray<ImmutableArray<MapDetection>> Decode(
        LayerPrediction prediction, PerceptionRange range, int maxDetections = MaxDetections)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(range);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor scores = prediction.ClassLogits.to_type(ScalarType.Float32).sigmoid().flatten(1);
        int count = (int)Math.Min(maxDetections, scores.shape[1]);
        (Tensor best, Tensor indices) = scores.topk(count, 1);
        float[] values = best.cpu().contiguous().data<float>().ToArray();
        long[] places = indices.cpu().contiguous().data<long>().ToArray();
        float[] points = prediction.Points.to_type(ScalarType.Float32).Within(-1, 1).cpu().contiguous().data<float>().ToArray();
        int instances = (int)prediction.Points.shape[1];
        int length = (int)prediction.Points.shape[2];
        return
        [
            .. Enumerable.Range(0, (int)scores.shape[0]).Select(sample => Enumerable.Range(sample * count, count)
                .Select(i => CreateDetection(places[i], values[i], points, sample * instances, length, range))
                .ToImmutableArray()),
        ];
    }

    private static MapDetection CreateDetection(
        long place, float score, float[] points, int firstInstance, int length, PerceptionRange range)
    {
        int instance = firstInstance + (int)(place / MapClasses.Count);
        IEnumerable<Point2> line = Enumerable.Range(instance * length, length)
            .Select(i => range.Denormalize(new Point2(points[2 * i], points[(2 * i) + 1])));
        return new MapDetection((MapClass)(place % MapClasses.Count), score, [.. line]);
    }
}
