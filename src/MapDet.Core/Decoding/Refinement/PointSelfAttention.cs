using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding.Refinement;

/// <summary>A pre-norm block in which the points of an instance attend to each other; no feed-forward part.</summary>
internal sealed class PointSelfAttention : nn.Module<Tensor, Tensor>
{
    private readonly double _dropout;
    private readonly LayerNorm _norm;
    private readonly PackedAttention _attention;

    public PointSelfAttention(int width, int heads, double dropout, InitialWeights weights)
        : base(nameof(PointSelfAttention))
    {
        _dropout = dropout;
        _norm = weights.LayerNorm(width);
        _attention = new PackedAttention(width, heads, dropout, weights);
        register_module("norm", _norm);
        register_module("self_attn", _attention);
    }

    /// <summary>[B, N, P, width] to the same shape; instances do not see each other.</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor attended = _attention.call(_norm.call(input).flatten(0, 1)).view(input.shape);
        return input.Plus(nn.functional.dropout(attended, _dropout, training)).MoveToOuterDisposeScope();
    }
}
