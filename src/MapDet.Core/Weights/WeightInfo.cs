using System.Collections.Immutable;
using TorchSharp;

namespace MapDet.Core.Weights;

/// <summary>What a file says about one of its tensors.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DType">Its element type.</param>
/// <param name="Shape">Its shape; empty for a scalar.</param>
public record WeightInfo(string Name, torch.ScalarType DType, ImmutableArray<long> Shape);
