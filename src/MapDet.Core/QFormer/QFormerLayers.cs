using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.QFormer;

/// <summary>The Q-Former's layers, one behind the other.</summary>
internal sealed class QFormerLayers : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly ModuleList<QFormerLayer> _layers;

    public QFormerLayers(QFormerOptions options, int encoderWidth, InitialWeights weights)
        : base(nameof(QFormerLayers))
    {
        _layers = new ModuleList<QFormerLayer>(
            [.. Enumerable.Range(0, options.NumHiddenLayers)
                .Select(i => new QFormerLayer(options, encoderWidth, i % options.CrossAttentionFrequency == 0, weights))]);
        register_module("layer", _layers);
    }

    public override Tensor forward(Tensor input1, Tensor input2)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor state = input1;
        foreach (QFormerLayer layer in _layers)
        {
            state = layer.call(state, input2);
        }

        return state.MoveToOuterDisposeScope();
    }
}
