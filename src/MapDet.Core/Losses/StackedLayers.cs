using MapDet.Core.Contracts;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>The predictions of all L layers as rows of two tensors: row (l B + b) N + q, so that losses are computed on all of them at once.</summary>
/// <param name="Logits">[L B N, C] float32.</param>
/// <param name="Points">[L B N, P, 2] float32 in [-1, 1].</param>
/// <param name="Count">L.</param>
/// <param name="Batch">B.</param>
/// <param name="Queries">N.</param>
internal sealed record StackedLayers(torch.Tensor Logits, torch.Tensor Points, int Count, int Batch, int Queries)
{
    /// <summary>C.</summary>
    public int Classes => (int)Logits.shape[1];

    /// <summary>P.</summary>
    public int PointCount => (int)Points.shape[1];

    /// <summary>Stacks layers, which must have the same shape; half precision becomes float32 first.</summary>
    public static StackedLayers Of(MapPredictions predictions)
    {
        LayerPrediction first = predictions.Layers[0];
        long[] logits = first.ClassLogits.shape;
        long[] points = first.Points.shape;
        if (logits.Length != 3 || points.Length != 4 || points[3] != 2 || logits[0] != points[0] || logits[1] != points[1])
        {
            throw new ArgumentException($"Class logits [{string.Join(", ", logits)}] and points [{string.Join(", ", points)}] are no [B, N, C] and [B, N, P, 2].");
        }

        foreach (LayerPrediction layer in predictions.Layers)
        {
            if (!layer.ClassLogits.shape.AsSpan().SequenceEqual(logits) || !layer.Points.shape.AsSpan().SequenceEqual(points))
            {
                throw new ArgumentException("The layers' predictions differ in shape.");
            }
        }

        return new StackedLayers(
            torch.cat([.. predictions.Layers.Select(l => l.ClassLogits.to(torch.float32).reshape(-1, logits[2]))]),
            torch.cat([.. predictions.Layers.Select(l => l.Points.to(torch.float32).reshape(-1, points[2], 2))]),
            predictions.Layers.Length,
            (int)logits[0],
            (int)logits[1]);
    }

    /// <summary>Brings all numbers to the CPU, in one transfer.</summary>
    public DetachedPredictions ReadBack()
    {
        using torch.Tensor rows = torch.cat([Logits.detach(), Points.detach().flatten(1)], dim: 1).cpu();
        return new DetachedPredictions(rows.data<float>().ToArray(), Classes, PointCount);
    }
}
