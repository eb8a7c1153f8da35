using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Language;

/// <summary>The SwiGLU part: <c>down(silu(gate(x)) * up(x))</c>.</summary>
internal sealed class LlamaMlp : nn.Module<Tensor, Tensor>
{
    private readonly Linear _gate;
    private readonly Linear _up;
    private readonly Linear _down;

    public LlamaMlp(LanguageOptions options, InitialWeights weights)
        : base(nameof(LlamaMlp))
    {
        double std = 1 / Math.Sqrt(options.HiddenSize);
        double residualStd = 1 / Math.Sqrt(2.0 * options.NumHiddenLayers * options.IntermediateSize);
        _gate = weights.NormalLinear(options.HiddenSize, options.IntermediateSize, std);
        _up = weights.NormalLinear(options.HiddenSize, options.IntermediateSize, std);
        _down = weights.NormalLinear(options.IntermediateSize, options.HiddenSize, residualStd);
        register_module("gate_proj", _gate);
        register_module("up_proj", _up);
        register_module("down_proj", _down);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return _down.call(nn.functional.silu(_gate.call(input)) * _up.call(input)).MoveToOuterDisposeScope();
    }
}
