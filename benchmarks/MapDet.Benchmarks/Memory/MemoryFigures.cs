namespace MapDet.Benchmarks.Memory;

/// <summary>What a process took of the machine's memory.</summary>
/// <param name="Baseline">Resident after its libraries were loaded, bytes.</param>
/// <param name="Peak">The most that was ever resident, bytes.</param>
internal sealed record MemoryFigures(long Baseline, long Peak);
