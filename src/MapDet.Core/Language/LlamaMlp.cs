using MapDet.Core.Language.Quantization;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Language;

/// <summary>The SwiGLU part: <c>down(silu(gate(x)) * up(x))</c>.</summary>
internal sealed class LlamaMlp : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _gate;
    private readonly nn.Module<Tensor, Tensor> _up;
    private readonly nn.Module<Tensor, Tensor> _down;

    public LlamaMlp(LanguageOptions options, FrozenLinears linears)
        : base(nameof(LlamaMlp))
    {
        double std = 1 / Math.Sqrt(options.HiddenSize);
        double residualStd = 1 / Math.Sqrt(2.0 * options.NumHiddenLayers * options.IntermediateSize);
        _gate = linears.Create(options.HiddenSize, options.IntermediateSize, std);
        _up = linears.Create(options.HiddenSize, options.IntermediateSize, std);
        _down = linears.Create(options.IntermediateSize, options.HiddenSize, residualStd);
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
