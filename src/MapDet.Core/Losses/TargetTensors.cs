using System.Collections.Immutable;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>
/// The ground truth of B samples as tensors, up to G elements a sample, in whatever coordinates they were given.
/// </summary>
/// <remarks>
/// Most elements are open lines with two orders, few are rings with many. So that the many are computed for rings alone, the first block has a
/// place for every element and two orders, the second one only for those that have more; where an element is in both, the second one counts.
/// </remarks>
/// <param name="Classes">The class of each element, sample by sample.</param>
/// <param name="Labels">[B, G] classes, int64; 0 where a sample has fewer elements.</param>
/// <param name="Blocks">At least one, all of P points.</param>
/// <param name="Starts">[B, G] where an element's orders begin in <see cref="FlatOrders"/>, int64.</param>
internal sealed record TargetTensors(
    ImmutableArray<ImmutableArray<int>> Classes, torch.Tensor Labels, ImmutableArray<OrderBlock> Blocks, torch.Tensor Starts)
{
    /// <summary>B.</summary>
    public int Batch => Classes.Length;

    /// <summary>G.</summary>
    public int Width => (int)Labels.shape[1];

    /// <summary>P, 0 where there is no element at all.</summary>
    public int PointCount => Width == 0 ? 0 : (int)Blocks[0].Orders.shape[3];

    /// <summary>[T, P, 2] every order of every element.</summary>
    public torch.Tensor FlatOrders() => torch.cat([.. Blocks.Select(block => block.Orders.flatten(0, 2))]);

    /// <summary>[T, P] the masks of <see cref="FlatOrders"/>; null: all points count.</summary>
    public torch.Tensor? FlatMasks() =>
        Blocks[0].Masks is null ? null : torch.cat([.. Blocks.Select(block => block.Masks!.flatten(0, 2))]);
}
