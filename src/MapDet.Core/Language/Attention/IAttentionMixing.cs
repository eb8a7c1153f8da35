using static TorchSharp.torch;

namespace MapDet.Core.Language.Attention;

/// <summary>Mixes values by the likeness of queries and keys, among those positions that see each other.</summary>
internal interface IAttentionMixing
{
    /// <summary>What it keeps from one use to the next.</summary>
    IEnumerable<Tensor> Masks { get; }

    /// <summary>Mixes.</summary>
    /// <param name="query">[B, heads, R, head width]: the last R of L positions.</param>
    /// <param name="key">[B, heads, L, head width].</param>
    /// <param name="value">[B, heads, L, head width].</param>
    /// <returns>[B, heads, R, head width], of the current dispose scope.</returns>
    Tensor Mix(Tensor query, Tensor key, Tensor value);
}
