using MapDet.Core.Queries;
using MapDet.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Language.Attention;

/// <summary>Attention of prefix and map queries that computes only the scores which their mask shows: about a fifth of all.</summary>
/// <remarks>
/// Three groups: the prefix, causal by itself, whose beginning may have been read before; instance queries, few, which see everything but others'
/// points; point queries, which see the prefix and their own instance.
/// </remarks>
internal sealed class MapQueryAttention : IAttentionMixing
{
    private readonly int _prefix;
    private readonly int _instances;
    private readonly int _points;
    private readonly MaskedAttention _instanceAttention;
    private readonly MaskedAttention? _prefixAttention;

    /// <summary>Prepares the attention; its masks live in the current dispose scope.</summary>
    /// <param name="attention">The structure.</param>
    /// <param name="dtype">The type of queries, keys and values.</param>
    /// <param name="read">How many positions of the prefix have keys and values, but no queries any more.</param>
    public MapQueryAttention(MapAttention attention, ScalarType dtype, int read = 0)
    {
        _prefix = attention.PrefixLength;
        _instances = attention.Queries.NumInstances;
        _points = attention.Queries.TokensPerInstance - 1;
        Tensor rows = attention.Allowed.narrow(0, _prefix, attention.Queries.Total).unflatten(0, [_instances, 1 + _points]).select(1, 0);
        _instanceAttention = new MaskedAttention(rows, dtype);
        if (read > 0)
        {
            _prefixAttention = new MaskedAttention(attention.Allowed.narrow(0, read, _prefix - read).narrow(1, 0, _prefix), dtype);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<Tensor> Masks => [.. _instanceAttention.Masks, .. _prefixAttention?.Masks ?? []];

    /// <inheritdoc/>
    public Tensor Mix(Tensor query, Tensor key, Tensor value)
    {
        using DisposeScope scope = NewDisposeScope();
        long prefixRows = query.shape[2] - (_instances * (1 + _points));
        Tensor queries = Blocks(query);
        Tensor instances = _instanceAttention.Mix(queries.select(3, 0), key, value).unsqueeze(3);
        Tensor all = _points == 0 ? instances : cat([instances, MixPoints(queries.narrow(3, 1, _points), key, value)], 3);
        Tensor mixed = all.flatten(2, 3);
        return (prefixRows == 0 ? mixed : cat([MixPrefix(query.narrow(2, 0, prefixRows), key, value), mixed], 2)).MoveToOuterDisposeScope();
    }

    private Tensor MixPrefix(Tensor query, Tensor key, Tensor value) => _prefixAttention is null
        ? nn.functional.scaled_dot_product_attention(query, Prefix(key), Prefix(value), is_casual: true)
        : _prefixAttention.Mix(query, Prefix(key), Prefix(value));

    /// <summary>The point queries [B, heads, N, P, width]; all of them share the prefix, so its scores are one product.</summary>
    private Tensor MixPoints(Tensor points, Tensor key, Tensor value)
    {
        Tensor scaled = points.Times(1 / Math.Sqrt(points.shape[4]));
        Tensor prefixScores = matmul(scaled.flatten(2, 3), Prefix(key).transpose(2, 3)).unflatten(2, [_instances, _points]);
        Tensor ownScores = matmul(scaled, Blocks(key).transpose(3, 4));
        Tensor weights = cat([prefixScores, ownScores], 4).softmax(-1, ScalarType.Float32).to_type(value.dtype);
        Tensor fromPrefix = matmul(weights.narrow(4, 0, _prefix).flatten(2, 3), Prefix(value)).unflatten(2, [_instances, _points]);
        return fromPrefix.Plus(matmul(weights.narrow(4, _prefix, 1 + _points), Blocks(value)));
    }

    private Tensor Prefix(Tensor all) => all.narrow(2, 0, _prefix);

    /// <summary>The map queries, which come last.</summary>
    private Tensor Blocks(Tensor all)
    {
        int count = _instances * (1 + _points);
        return all.narrow(2, all.shape[2] - count, count).unflatten(2, [_instances, 1 + _points]);
    }
}
