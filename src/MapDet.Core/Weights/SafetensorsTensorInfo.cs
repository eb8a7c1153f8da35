using System.Collections.Immutable;
using TorchSharp;

namespace MapDet.Core.Weights;

/// <summary>What a safetensors file says about one of its tensors.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DType">Its element type.</param>
/// <param name="Shape">Its shape; empty for a scalar.</param>
/// <param name="Offset">Where its data begins, counted from the beginning of the file, in bytes.</param>
/// <param name="ByteLength">Length of its data in bytes.</param>
public sealed record SafetensorsTensorInfo(string Name, torch.ScalarType DType, ImmutableArray<long> Shape, long Offset, long ByteLength)
    : WeightInfo(Name, DType, Shape);
