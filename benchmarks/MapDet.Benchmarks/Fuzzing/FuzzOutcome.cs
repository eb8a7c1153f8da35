namespace MapDet.Benchmarks.Fuzzing;

/// <summary>What became of a damaged file.</summary>
/// <param name="IsRefused">True: refused as bad input; false: read as another whole file.</param>
/// <param name="AllocatedBytes">Managed memory that reading took.</param>
/// <param name="TensorBytes">The length of all tensors that were read.</param>
/// <param name="Time">How long it took.</param>
internal sealed record FuzzOutcome(bool IsRefused, long AllocatedBytes, long TensorBytes, TimeSpan Time)
{
    // Reading any file takes something, and up to some hundred bytes for a byte of a pickle that is made for it.
    private const long OwnMemory = 1 << 18;
    private const long MemoryPerByte = 200;

    // Tensors of a PyTorch file can share numbers and repeat them.
    private const long OwnTensors = 1 << 20;
    private const long TensorBytesPerByte = 16;

    /// <summary>Managed memory beyond what any file takes, in lengths of the file.</summary>
    /// <param name="length">The file's length in bytes.</param>
    public double MemoryRatio(long length) => (double)Math.Max(0, AllocatedBytes - OwnMemory) / Math.Max(1, length);

    /// <summary>The tensors, in lengths of the file.</summary>
    /// <param name="length">The file's length in bytes.</param>
    public double TensorRatio(long length) => (double)TensorBytes / Math.Max(1, length);

    /// <summary>Refuses an outcome that took more than the file's length allows.</summary>
    /// <param name="length">The file's length in bytes.</param>
    /// <exception cref="InvalidOperationException">It did.</exception>
    public void Check(long length)
    {
        if (AllocatedBytes > OwnMemory + (MemoryPerByte * length) || TensorBytes > OwnTensors + (TensorBytesPerByte * length))
        {
            throw new InvalidOperationException($"Reading {length} bytes took {AllocatedBytes} bytes, and {TensorBytes} bytes of tensors.");
        }
    }
}
