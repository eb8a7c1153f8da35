using TorchSharp;

namespace MapDet.Core.Weights.PyTorch;

/// <summary>Numbers that tensors of a file are views of.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="ElementSize">Their size in bytes.</param>
/// <param name="Count">Number of elements.</param>
/// <param name="Start">Elements before the first one that the view may see; more than 0 only for views of legacy files.</param>
internal sealed record StorageReference(string Key, torch.ScalarType Type, int ElementSize, long Count, long Start);
