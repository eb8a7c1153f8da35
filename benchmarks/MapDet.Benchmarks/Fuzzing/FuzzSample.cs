namespace MapDet.Benchmarks.Fuzzing;

/// <summary>A file that is to be damaged, or was.</summary>
/// <param name="Name">What it has to be called for its reader.</param>
/// <param name="Content">What it holds.</param>
internal sealed record FuzzSample(string Name, byte[] Content);
