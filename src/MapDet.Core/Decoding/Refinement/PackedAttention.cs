using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding.Refinement;

/// <summary>Multi-head self-attention with the parameters of PyTorch's <c>nn.MultiheadAttention</c>: queries, keys and values in one matrix.</summary>
internal sealed class PackedAttention : nn.Module<Tensor, Tensor>
{
    private readonly int _heads;
    private readonly double _dropout;

    [ComponentName(Name = "in_proj_weight")]
    private readonly Parameter _inputWeight;

    [ComponentName(Name = "in_proj_bias")]
    private readonly Parameter _inputBias;

    private readonly Linear _output;

    public PackedAttention(int width, int heads, double dropout, InitialWeights weights)
        : base(nameof(PackedAttention))
    {
        _heads = heads;
        _dropout = dropout;
        _inputWeight = weights.Normal(Math.Sqrt(1.0 / (2 * width)), 3 * width, width);
        _inputBias = weights.Constant(0, 3 * width);
        _output = weights.Linear(width, width);
        register_parameter("in_proj_weight", _inputWeight);
        register_parameter("in_proj_bias", _inputBias);
        register_module("out_proj", _output);
    }

    /// <summary>[M, L, width] to the same shape.</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor packed = nn.functional.linear(input, _inputWeight, _inputBias);
        Tensor[] parts = packed.unflatten(2, [3, _heads, -1]).permute(2, 0, 3, 1, 4).unbind(0);
        Tensor mixed = nn.functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], p: training ? _dropout : 0);
        return _output.call(mixed.transpose(1, 2).flatten(2)).MoveToOuterDisposeScope();
    }
}
