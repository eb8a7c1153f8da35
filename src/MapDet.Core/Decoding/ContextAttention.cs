using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding;

/// <summary>A post-norm cross attention of instance tokens to tokens of the whole scene.</summary>
internal sealed class ContextAttention : nn.Module<Tensor, Tensor, Tensor, Tensor>
{
    private readonly int _heads;
    private readonly double _dropout;
    private readonly Linear _query;
    private readonly Linear _keyValue;
    private readonly Linear _output;
    private readonly LayerNorm _norm;

    public ContextAttention(DecoderOptions options, InitialWeights weights)
        : base(nameof(ContextAttention))
    {
        _heads = options.NumAttentionHeads;
        _dropout = options.Dropout;
        _query = weights.Linear(options.HiddenSize, options.HiddenSize);
        _keyValue = weights.Linear(options.HiddenSize, 2 * options.HiddenSize);
        _output = weights.Linear(options.HiddenSize, options.HiddenSize);
        _norm = weights.LayerNorm(options.HiddenSize);
        register_module("query", _query);
        register_module("key_value", _keyValue);
        register_module("output", _output);
        register_module("norm", _norm);
    }

    /// <summary>Tokens [B, N, D], their positions [B, N, D] and the scene [B, T, D] to [B, N, D].</summary>
    public override Tensor forward(Tensor input1, Tensor input2, Tensor input3)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor query = _query.call(input1.Plus(input2)).unflatten(2, [_heads, -1]).transpose(1, 2);
        Tensor[] keyValue = _keyValue.call(input3).unflatten(2, [2, _heads, -1]).permute(2, 0, 3, 1, 4).unbind(0);
        Tensor mixed = nn.functional.scaled_dot_product_attention(query, keyValue[0], keyValue[1], p: training ? _dropout : 0);
        return _norm.call(input1.Plus(_output.call(mixed.transpose(1, 2).flatten(2)))).MoveToOuterDisposeScope();
    }
}
