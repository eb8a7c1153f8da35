using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>What the losses compare with.</summary>
/// <param name="Rows">[M] the matched rows of <see cref="StackedLayers"/>, int64.</param>
/// <param name="OneHot">[L B N, C] 1 for the class of a matched row, all 0 for background.</param>
/// <param name="Points">[M, P, 2] their ground truths in the order chosen.</param>
/// <param name="Masks">[M, P] 1 for points that count; null: all do.</param>
/// <param name="AreFinite">False if a prediction holds NaN or infinity, matched or not.</param>
internal sealed record MatchedTargets(torch.Tensor Rows, torch.Tensor OneHot, torch.Tensor Points, torch.Tensor? Masks, bool AreFinite)
{
    /// <summary>[L B N] how much each row counts; null: all alike.</summary>
    public torch.Tensor? RowWeights { get; init; }
}
