using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Vision;

/// <summary>The feed-forward part: BLIP-2 has the exact GELU, CLIP <c>x * sigmoid(1.702 x)</c>.</summary>
internal sealed class VisionMlp : nn.Module<Tensor, Tensor>
{
    private const double QuickGeluScale = 1.702;
    private readonly bool _isQuick;
    private readonly Linear _fc1;
    private readonly Linear _fc2;

    public VisionMlp(VisionOptions options, InitialWeights weights)
        : base(nameof(VisionMlp))
    {
        _isQuick = options.Kind == VisionKind.Clip;
        _fc1 = weights.Linear(options.HiddenSize, options.IntermediateSize);
        _fc2 = weights.Linear(options.IntermediateSize, options.HiddenSize);
        register_module("fc1", _fc1);
        register_module("fc2", _fc2);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = _fc1.call(input);
        Tensor active = _isQuick ? hidden * hidden.Times(QuickGeluScale).sigmoid() : nn.functional.gelu(hidden);
        return _fc2.call(active).MoveToOuterDisposeScope();
    }
}
