using MapDet.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Language.Attention;

/// <summary>Attention under any mask.</summary>
internal sealed class MaskedAttention : IAttentionMixing
{
    private readonly Tensor _mask;

    /// <summary>Prepares the mask, which lives in the current dispose scope.</summary>
    /// <param name="allowed">[rows, L] bool: which position (row) sees which (column); no row is empty.</param>
    /// <param name="dtype">The type of queries, keys and values.</param>
    public MaskedAttention(Tensor allowed, ScalarType dtype)
    {
        using DisposeScope scope = NewDisposeScope();
        _mask = zeros_like(allowed, dtype: dtype).FilledWhere(allowed.logical_not(), double.NegativeInfinity).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public IEnumerable<Tensor> Masks => [_mask];

    /// <inheritdoc/>
    public Tensor Mix(Tensor query, Tensor key, Tensor value) => nn.functional.scaled_dot_product_attention(query, key, value, _mask);
}
