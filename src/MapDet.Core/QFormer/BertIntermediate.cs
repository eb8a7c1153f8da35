using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.QFormer;

/// <summary>The first half of a feed-forward block, with the exact GELU.</summary>
internal sealed class BertIntermediate : nn.Module<Tensor, Tensor>
{
    private readonly Linear _dense;

    public BertIntermediate(QFormerOptions options, InitialWeights weights)
        : base(nameof(BertIntermediate))
    {
        _dense = weights.Linear(options.HiddenSize, options.IntermediateSize);
        register_module("dense", _dense);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return nn.functional.gelu(_dense.call(input)).MoveToOuterDisposeScope();
    }
}
