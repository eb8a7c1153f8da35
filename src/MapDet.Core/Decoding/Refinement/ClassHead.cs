using MapDet.Core.Contracts;
using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding.Refinement;

/// <summary>Class logits of instance features, kept within ±50.</summary>
internal sealed class ClassHead : nn.Module<Tensor, Tensor>
{
    private const double GreatestLogit = 50;
    private const double InitialBias = -3;
    private readonly Sequential _head;

    public ClassHead(int width, InitialWeights weights)
        : base(nameof(ClassHead))
    {
        Linear linear = nn.Linear(
            weights.Normal(1 / Math.Sqrt(3.0 * width), MapClasses.Count, width), weights.Constant(InitialBias, MapClasses.Count));
        _head = nn.Sequential(weights.LayerNorm(width), linear);
        register_module("head", _head);
    }

    /// <summary>[B, N, width] to [B, N, classes].</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return _head.call(input).Within(-GreatestLogit, GreatestLogit).MoveToOuterDisposeScope();
    }
}
