using static TorchSharp.torch;

namespace MapDet.Core.Queries;

/// <summary>
/// What prefix and map queries see of each other: as a mask, which any language model can follow, and as the structure behind it, by which one can
/// leave out what the mask hides.
/// </summary>
/// <param name="PrefixLength">Text and scene tokens in front of the queries.</param>
/// <param name="Queries">How many queries.</param>
/// <param name="Allowed">[L, L] bool, as <see cref="MapAttentionMask.Create"/> makes it.</param>
public sealed record MapAttention(int PrefixLength, MapQueryOptions Queries, Tensor Allowed)
{
    /// <summary>The number of positions L.</summary>
    public int Length => PrefixLength + Queries.Total;

    /// <summary>Builds mask and structure.</summary>
    /// <param name="prefixLength">Text and scene tokens.</param>
    /// <param name="queries">How many queries.</param>
    /// <param name="device">Where the mask is made; null: the CPU.</param>
    /// <returns>With a mask of the current dispose scope.</returns>
    public static MapAttention Create(int prefixLength, MapQueryOptions queries, Device? device = null) =>
        new(prefixLength, queries, MapAttentionMask.Create(prefixLength, queries, device));
}
