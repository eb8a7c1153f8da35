using System.Collections.Immutable;
using TorchSharp;

namespace MapDet.Core.Decoding.Refinement;

/// <summary>Everything that the refinement decoder computes. Coordinates are normalised: x to the right and y ahead, [-1, 1] within the range.</summary>
/// <param name="ClassLogits">[B, N, 3], one sigmoid a class.</param>
/// <param name="InitialPoints">[B, N, P, 2] in [-1, 1], where refinement starts.</param>
/// <param name="RefinedPoints">[B, N, P, 2] after each layer; they may lie beyond [-1, 1].</param>
/// <param name="Points">[B, N, P, 2], the last of them, kept within [-1, 1].</param>
/// <param name="Boxes">[B, N, 4]: centre x and y, width and height of the box around <paramref name="Points"/>.</param>
public sealed record RefinedPolylines(
    torch.Tensor ClassLogits, torch.Tensor InitialPoints, ImmutableArray<torch.Tensor> RefinedPoints, torch.Tensor Points, torch.Tensor Boxes);
