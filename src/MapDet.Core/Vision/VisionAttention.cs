using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Vision;

/// <summary>Self-attention with one projection for q, k and v, in this order along the feature axis, each with its heads one by one.</summary>
internal sealed class VisionAttention : nn.Module<Tensor, Tensor>
{
    private readonly int _heads;
    private readonly Linear _qkv;
    private readonly Linear _projection;

    public VisionAttention(VisionOptions options, InitialWeights weights)
        : base(nameof(VisionAttention))
    {
        _heads = options.NumAttentionHeads;
        _qkv = weights.Linear(options.HiddenSize, 3 * options.HiddenSize);
        _projection = weights.Linear(options.HiddenSize, options.HiddenSize);
        register_module("qkv", _qkv);
        register_module("projection", _projection);
    }

    /// <summary>[M, L, Dv] to [M, L, Dv].</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] qkv = _qkv.call(input).unflatten(2, [3, _heads, -1]).permute(2, 0, 3, 1, 4).unbind(0);
        Tensor mixed = nn.functional.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2]);
        return _projection.call(mixed.transpose(1, 2).flatten(2)).MoveToOuterDisposeScope();
    }
}
