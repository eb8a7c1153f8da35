using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.Language;

/// <summary>RMS norm, computed in float32 whatever the input's type.</summary>
internal sealed class LlamaNorm : nn.Module<Tensor, Tensor>
{
    private readonly double _eps;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    public LlamaNorm(int width, double eps, InitialWeights weights)
        : base(nameof(LlamaNorm))
    {
        _eps = eps;
        _weight = weights.Constant(1, width);
        register_parameter("weight", _weight);
    }

    /// <summary>Where the weight is.</summary>
    public Device Device => _weight.device;

    /// <summary>The type of the weight.</summary>
    public ScalarType Type => _weight.dtype;

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor wide = input.to_type(ScalarType.Float32);
        Tensor scale = (wide * wide).mean([-1], keepdim: true).Plus(_eps).rsqrt();
        return ((wide * scale).to_type(input.dtype) * _weight).MoveToOuterDisposeScope();
    }
}
