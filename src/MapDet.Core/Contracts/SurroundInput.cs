using TorchSharp;

namespace MapDet.Core.Contracts;

/// <summary>The tensors that a model reads.</summary>
/// <param name="Images">[B, C, 3, H, W] float32, normalised.</param>
/// <param name="Projections">[B, C, 3, 4] float32: from homogeneous map coordinates in metres (z above the ground) to homogeneous
/// pixels of <paramref name="Images"/>.</param>
public sealed record SurroundInput(torch.Tensor Images, torch.Tensor Projections);
