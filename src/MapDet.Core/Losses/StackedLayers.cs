using MapDet.Core.Contracts;
using MapDet.Core.Runtime;
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
    /// <summary>L B N.</summary>
    public int Rows => Count * Batch * Queries;

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

    /// <summary>Rows sorted by sample first.</summary>
    /// <param name="rows">[L B N, …].</param>
    /// <returns>[B, L N, …].</returns>
    public torch.Tensor BySample(torch.Tensor rows) => rows.unflatten(0, [Count, Batch, Queries]).transpose(0, 1).flatten(1, 2);

    /// <summary>Where all predictions are finite.</summary>
    /// <returns>[L B N] bool.</returns>
    public torch.Tensor AreFinite() => Logits.isfinite().all(1).logical_and(Points.isfinite().flatten(1).all(1));

    /// <summary>
    /// Not finite where a prediction is not finite, with gradients: the points of an unmatched query enter no loss, but a fault there has to show all the same.
    /// </summary>
    public torch.Tensor Fault() => Logits.sum().Plus(Points.sum()).Times(0);
}
