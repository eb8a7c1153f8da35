using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Vision;

/// <summary>The tower's layers, one behind the other.</summary>
internal sealed class VisionLayers : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<VisionLayer> _layers;

    public VisionLayers(VisionOptions options, InitialWeights weights)
        : base(nameof(VisionLayers))
    {
        _layers = new ModuleList<VisionLayer>([.. Enumerable.Range(0, options.NumHiddenLayers).Select(_ => new VisionLayer(options, weights))]);
        register_module("layers", _layers);
    }

    public override Tensor forward(Tensor input) => Run(input, 0, _layers.Count);

    /// <summary>Runs some of the layers.</summary>
    /// <param name="input">[M, L, Dv].</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many, one or more.</param>
    /// <returns>[M, L, Dv], of the current dispose scope.</returns>
    public Tensor Run(Tensor input, int first, int count)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor state = input;
        foreach (VisionLayer layer in _layers.Skip(first).Take(count))
        {
            state = layer.call(state);
        }

        return state.MoveToOuterDisposeScope();
    }
}
