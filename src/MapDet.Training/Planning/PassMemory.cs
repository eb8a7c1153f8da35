using System.Collections.Immutable;

namespace MapDet.Training.Planning;

/// <summary>The memory of a forward and a backward pass.</summary>
/// <param name="Peak">The most bytes in use at a time, pictures and parameters not counted.</param>
/// <param name="VisionPeak">The most while the vision tower encodes.</param>
/// <param name="Kept">Bytes that each stage keeps until its backward pass, by its name.</param>
internal sealed record PassMemory(long Peak, long VisionPeak, ImmutableDictionary<string, long> Kept);
