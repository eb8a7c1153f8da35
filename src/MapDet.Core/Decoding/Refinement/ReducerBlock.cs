using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding.Refinement;

/// <summary>A norm, a linear layer, a ReLU.</summary>
internal sealed class ReducerBlock : nn.Module<Tensor, Tensor>
{
    private readonly double _dropout;
    private readonly LayerNorm _norm;
    private readonly Linear _linear;

    public ReducerBlock(int from, int to, double dropout, InitialWeights weights)
        : base(nameof(ReducerBlock))
    {
        _dropout = dropout;
        _norm = weights.LayerNorm(from);
        _linear = weights.Linear(from, to);
        register_module("norm", _norm);
        register_module("linear", _linear);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = nn.functional.relu(_linear.call(_norm.call(input)));
        return nn.functional.dropout(hidden, _dropout, training).MoveToOuterDisposeScope();
    }
}
