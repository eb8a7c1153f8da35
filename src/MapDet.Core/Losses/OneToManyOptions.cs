using System.ComponentModel.DataAnnotations;

namespace MapDet.Core.Losses;

/// <summary>
/// Matching of several queries with one ground truth in the first decoder layers: more queries learn from every ground truth; the later layers, matched one to
/// one, say which of them stays.
/// </summary>
/// <remarks>Source: the hybrid layer scheme of H-DETR (Jia et al. 2023, "DETRs with Hybrid Matching"), whose branch of additional queries MapTRv2 uses.</remarks>
public sealed record OneToManyOptions
{
    /// <summary>How many of the decoder's first layers; 0: none. The last layer is always matched one to one.</summary>
    [Range(0, 64)]
    public int Layers { get; init; }

    /// <summary>Queries of each ground truth in these layers; fewer where a sample has more ground truths than its queries can serve.</summary>
    [Range(1, 100)]
    public int Repeats { get; init; } = 2;

    /// <summary>How many queries a ground truth gets.</summary>
    /// <param name="layer">Counted from 0.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="queries">Queries of a sample.</param>
    /// <param name="groundTruths">Ground truths of the sample.</param>
    internal int RepeatsOf(int layer, int layers, int queries, int groundTruths) =>
        layer < Math.Min(Layers, layers - 1) ? Math.Clamp(queries / Math.Max(groundTruths, 1), 1, Repeats) : 1;
}
