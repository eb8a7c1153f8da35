namespace MapDet.Benchmarks.Fuzzing;

/// <summary>What became of a damaged file.</summary>
/// <param name="IsRefused">True: refused as bad input; false: read as another whole file.</param>
/// <param name="AllocatedBytes">Managed memory that reading took.</param>
/// <param name="LargestTensorBytes">The largest tensor that was read.</param>
/// <param name="Time">How long it took.</param>
internal sealed record FuzzOutcome(bool IsRefused, long AllocatedBytes, long LargestTensorBytes, TimeSpan Time);
