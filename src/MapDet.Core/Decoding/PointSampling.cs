using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding;

/// <summary>Turns what the cameras show around each point into an update of its token.</summary>
internal sealed class PointSampling : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly Linear _linear;

    public PointSampling(DecoderOptions options, InitialWeights weights)
        : base(nameof(PointSampling))
    {
        int places = SamplingOffsets.Count(options);
        _linear = weights.Linear(places * (options.SampledChannels + 1), options.HiddenSize);
        register_module("linear", _linear);
    }

    /// <summary>Features [B, M, K, F] and visibility [B, M, K] to [B, M, D].</summary>
    public override Tensor forward(Tensor input1, Tensor input2)
    {
        using DisposeScope scope = NewDisposeScope();
        return _linear.call(cat([input1.flatten(2), input2], 2)).MoveToOuterDisposeScope();
    }
}
