using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Vision;

/// <summary>The feed-forward part, with the exact GELU.</summary>
internal sealed class VisionMlp : nn.Module<Tensor, Tensor>
{
    private readonly Linear _fc1;
    private readonly Linear _fc2;

    public VisionMlp(VisionOptions options, Generator generator)
        : base(nameof(VisionMlp))
    {
        _fc1 = InitialWeights.Linear(options.HiddenSize, options.IntermediateSize, generator);
        _fc2 = InitialWeights.Linear(options.IntermediateSize, options.HiddenSize, generator);
        register_module("fc1", _fc1);
        register_module("fc2", _fc2);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return _fc2.call(nn.functional.gelu(_fc1.call(input))).MoveToOuterDisposeScope();
    }
}
