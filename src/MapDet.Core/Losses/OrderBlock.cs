using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>Ground truths of a batch that have about as many point orders as each other, S places a sample.</summary>
/// <param name="Orders">[B, S, K, P, 2]; orders that an element lacks lie so far away that they are never chosen.</param>
/// <param name="Masks">[B, S, K, P], 1 for points that count; null: all do.</param>
/// <param name="Columns">[B, S] which ground truth of the sample stands in each place, G for an empty place; null: the one of the same number.</param>
internal sealed record OrderBlock(torch.Tensor Orders, torch.Tensor? Masks = null, torch.Tensor? Columns = null)
{
    /// <summary>S.</summary>
    public long Places => Orders.shape[1];

    /// <summary>K.</summary>
    public long Count => Orders.shape[2];
}
