using TorchSharp;

namespace MapDet.Core.Contracts;

/// <summary>What a map decoder reads.</summary>
/// <param name="InstanceFeatures">[B, N, D], the language model's states of the instance queries.</param>
/// <param name="PointFeatures">[B, N, P, D], the language model's states of the point queries.</param>
/// <param name="Scene">[B, S, D], the language model's states of the scene tokens; S may be 0.</param>
/// <param name="Images">The vision tower's tokens.</param>
/// <param name="Projections">[B, C, 3, 4] float32, homogeneous map coordinates in metres to homogeneous pixels.</param>
public sealed record MapDecoderInput(torch.Tensor InstanceFeatures, torch.Tensor PointFeatures, torch.Tensor Scene, ImageTokens Images, torch.Tensor Projections);
