using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding.Refinement;

/// <summary>Brings features down to a smaller width, a <see cref="ReducerBlock"/> a step.</summary>
internal sealed class FeatureReducer : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<ReducerBlock> _blocks;

    /// <param name="widths">From the input's width to the output's, two or more.</param>
    /// <param name="dropout">In training, after each step.</param>
    /// <param name="weights">Makes the parameters.</param>
    public FeatureReducer(IReadOnlyList<int> widths, double dropout, InitialWeights weights)
        : base(nameof(FeatureReducer))
    {
        _blocks = new ModuleList<ReducerBlock>([.. widths.Zip(widths.Skip(1), (from, to) => new ReducerBlock(from, to, dropout, weights))]);
        register_module("reducer", _blocks);
    }

    /// <summary>[..., first width] to [..., last width].</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = input;
        foreach (ReducerBlock block in _blocks)
        {
            features = block.call(features);
        }

        return features.MoveToOuterDisposeScope();
    }
}
