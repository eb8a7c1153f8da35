using static TorchSharp.torch;

namespace MapDet.Core.Queries;

/// <summary>Which position of prefix and map queries sees which.</summary>
public static class MapAttentionMask
{
    /// <summary>
    /// Builds the mask: the prefix is causal and sees no query; every query sees the whole prefix; an instance query sees all instance
    /// queries and its own points; a point query sees its own instance query and the points of that instance.
    /// </summary>
    /// <param name="prefixLength">Text and scene tokens.</param>
    /// <param name="options">How many queries.</param>
    /// <param name="device">Where the mask is made; null: the CPU.</param>
    /// <returns>[L, L] bool with L = prefix + N * (1 + P), or prefix + N without point queries; rows see columns. Of the current dispose scope.</returns>
    public static Tensor Create(int prefixLength, MapQueryOptions options, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        int block = options.TokensPerInstance;
        int length = prefixLength + options.Total;
        bool[,] allowed = new bool[length, length];
        for (int row = 0; row < length; row++)
        {
            for (int column = 0; column < length; column++)
            {
                allowed[row, column] = row < prefixLength
                    ? column <= row
                    : column < prefixLength || QuerySees(row - prefixLength, column - prefixLength, block);
            }
        }

        return tensor(allowed, device: device);
    }

    private static bool QuerySees(int row, int column, int block)
    {
        bool isSameInstance = row / block == column / block;
        bool areInstanceQueries = row % block == 0 && column % block == 0;
        return isSameInstance || areInstanceQueries;
    }
}
