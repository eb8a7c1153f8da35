namespace MapDet.Core.Weights;

/// <summary>Sizes of tensors that a file describes, checked before memory is taken.</summary>
internal static class TensorShape
{
    private const int MostDimensions = 64;

    /// <summary>The length of a tensor's numbers in bytes.</summary>
    /// <param name="shape">Its shape, of sizes from 0 on.</param>
    /// <param name="elementSize">The length of a number.</param>
    /// <param name="bytes">The length.</param>
    /// <returns>False for a shape that no tensor has.</returns>
    public static bool TryGetByteLength(ReadOnlySpan<long> shape, int elementSize, out long bytes)
    {
        // A size of 0 counts as 1: strides are made of the others, and have to be numbers too.
        bytes = elementSize;
        foreach (long size in shape)
        {
            if (bytes > long.MaxValue / Math.Max(size, 1))
            {
                return false;
            }

            bytes *= Math.Max(size, 1);
        }

        bytes = shape.Contains(0) ? 0 : bytes;
        return shape.Length <= MostDimensions;
    }
}
