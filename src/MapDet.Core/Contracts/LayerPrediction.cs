using TorchSharp;

namespace MapDet.Core.Contracts;

/// <summary>What one decoder layer says.</summary>
/// <param name="ClassLogits">[B, N, 3], one sigmoid a class.</param>
/// <param name="Points">[B, N, P, 2] in [-1, 1], x to the right, y ahead.</param>
public sealed record LayerPrediction(torch.Tensor ClassLogits, torch.Tensor Points);
