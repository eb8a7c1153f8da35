using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Vision.Clip;

/// <summary>Self-attention with a projection each for queries, keys and values.</summary>
internal sealed class ClipAttention : nn.Module<Tensor, Tensor>
{
    private readonly int _heads;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;

    public ClipAttention(VisionOptions options, InitialWeights weights)
        : base(nameof(ClipAttention))
    {
        _heads = options.NumAttentionHeads;
        _query = weights.Linear(options.HiddenSize, options.HiddenSize);
        _key = weights.Linear(options.HiddenSize, options.HiddenSize);
        _value = weights.Linear(options.HiddenSize, options.HiddenSize);
        _output = weights.Linear(options.HiddenSize, options.HiddenSize);
        register_module("q_proj", _query);
        register_module("k_proj", _key);
        register_module("v_proj", _value);
        register_module("out_proj", _output);
    }

    /// <summary>[M, L, Dv] to [M, L, Dv].</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mixed = nn.functional.scaled_dot_product_attention(Heads(_query.call(input)), Heads(_key.call(input)), Heads(_value.call(input)));
        return _output.call(mixed.transpose(1, 2).flatten(2)).MoveToOuterDisposeScope();
    }

    private Tensor Heads(Tensor features) => features.unflatten(2, [_heads, -1]).transpose(1, 2);
}
