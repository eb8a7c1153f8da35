using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>What it costs to pair the M = L N predictions of each sample with each of its up to G ground truths.</summary>
/// <param name="Class">[B, M, G] weighted.</param>
/// <param name="Points">[B, M, G] weighted, under the best order.</param>
/// <param name="Order">[B, M, G] the best order, int64.</param>
internal sealed record PairCosts(torch.Tensor Class, torch.Tensor Points, torch.Tensor Order)
{
    /// <summary>[B, M, G] the sum of both.</summary>
    public torch.Tensor Total() => Class.Plus(Points);
}
