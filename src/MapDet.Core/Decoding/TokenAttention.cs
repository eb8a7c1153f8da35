using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding;

/// <summary>A post-norm self-attention block after the manner of DETR: positions are added to queries and keys, not to values.</summary>
internal sealed class TokenAttention : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly int _heads;
    private readonly double _dropout;
    private readonly Linear _queryKey;
    private readonly Linear _value;
    private readonly Linear _output;
    private readonly LayerNorm _norm;

    public TokenAttention(DecoderOptions options, InitialWeights weights)
        : base(nameof(TokenAttention))
    {
        _heads = options.NumAttentionHeads;
        _dropout = options.Dropout;
        _queryKey = weights.Linear(options.HiddenSize, 2 * options.HiddenSize);
        _value = weights.Linear(options.HiddenSize, options.HiddenSize);
        _output = weights.Linear(options.HiddenSize, options.HiddenSize);
        _norm = weights.LayerNorm(options.HiddenSize);
        register_module("query_key", _queryKey);
        register_module("value", _value);
        register_module("output", _output);
        register_module("norm", _norm);
    }

    /// <summary>Tokens and their positions, both [M, L, D], to [M, L, D].</summary>
    public override Tensor forward(Tensor input1, Tensor input2)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] queryKey = _queryKey.call(input1.Plus(input2)).unflatten(2, [2, _heads, -1]).permute(2, 0, 3, 1, 4).unbind(0);
        Tensor value = _value.call(input1).unflatten(2, [_heads, -1]).transpose(1, 2);
        Tensor mixed = nn.functional.scaled_dot_product_attention(queryKey[0], queryKey[1], value, p: training ? _dropout : 0);
        return _norm.call(input1.Plus(_output.call(mixed.transpose(1, 2).flatten(2)))).MoveToOuterDisposeScope();
    }
}
