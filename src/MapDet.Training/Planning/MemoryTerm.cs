namespace MapDet.Training.Planning;

/// <summary>A part of the memory that a run needs.</summary>
/// <param name="Kind">What it is used for.</param>
/// <param name="Name">What it is.</param>
/// <param name="Bytes">Its size.</param>
public sealed record MemoryTerm(MemoryKind Kind, string Name, long Bytes);
