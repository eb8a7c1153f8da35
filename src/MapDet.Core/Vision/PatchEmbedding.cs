using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.Vision;

/// <summary>The convolution that turns patches into tokens, row by row.</summary>
internal sealed class PatchEmbedding : nn.Module<Tensor, Tensor>
{
    private readonly int _patchSize;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;

    public PatchEmbedding(VisionOptions options, InitialWeights weights, bool hasBias = true)
        : base(nameof(PatchEmbedding))
    {
        _patchSize = options.PatchSize;
        double bound = 1 / Math.Sqrt(3.0 * _patchSize * _patchSize);
        _weight = weights.Uniform(bound, options.HiddenSize, 3, _patchSize, _patchSize);
        register_parameter("weight", _weight);
        if (hasBias)
        {
            _bias = weights.Constant(0, options.HiddenSize);
            register_parameter("bias", _bias);
        }
    }

    /// <summary>[M, 3, H, W] to [M, rows * columns, Dv].</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor map = nn.functional.conv2d(input, _weight, _bias, strides: [_patchSize, _patchSize]);
        return map.flatten(2).transpose(1, 2).MoveToOuterDisposeScope();
    }
}
