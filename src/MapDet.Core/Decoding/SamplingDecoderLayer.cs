using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding;

/// <summary>
/// A layer: attention among the tokens of an instance, attention among instances, sampling, feed-forward; then what it
/// says about class and points.
/// </summary>
internal sealed class SamplingDecoderLayer : nn.Module
{
    private const double InitialClassBias = -3;
    private readonly ContextAttention? _contextAttention;
    private readonly TokenAttention _withinInstance;
    private readonly TokenAttention _amongInstances;
    private readonly PointSampling _sampling;
    private readonly LayerNorm _samplingNorm;
    private readonly FeedForward _feedForward;
    private readonly PerceptronHead _offsetHead;
    private readonly Linear _classHead;

    public SamplingDecoderLayer(DecoderOptions options, int classes, InitialWeights weights)
        : base(nameof(SamplingDecoderLayer))
    {
        if (options.HasContext)
        {
            _contextAttention = new ContextAttention(options, weights);
            register_module("context_attention", _contextAttention);
        }

        _withinInstance = new TokenAttention(options, weights);
        _amongInstances = new TokenAttention(options, weights);
        _sampling = new PointSampling(options, weights);
        _samplingNorm = weights.LayerNorm(options.HiddenSize);
        _feedForward = new FeedForward(options, weights);
        _offsetHead = new PerceptronHead(options.HiddenSize, 2, weights);
        _classHead = nn.Linear(
            weights.Normal(1 / Math.Sqrt(3.0 * options.HiddenSize), classes, options.HiddenSize),
            weights.Constant(InitialClassBias, classes));
        register_module("within_instance", _withinInstance);
        register_module("among_instances", _amongInstances);
        register_module("sampling", _sampling);
        register_module("sampling_norm", _samplingNorm);
        register_module("feed_forward", _feedForward);
        register_module("offset_head", _offsetHead);
        register_module("class_head", _classHead);
    }

    /// <summary>Updates the tokens.</summary>
    /// <param name="tokens">[B, N, 1 + P, D], the instance token first.</param>
    /// <param name="positions">[B, N, 1 + P, D], added where tokens are compared.</param>
    /// <param name="places">[B, N * P, K, 2], where to look, metres.</param>
    /// <param name="sampler">The cameras.</param>
    /// <param name="context">[B, T, D], tokens of the whole scene, where there are any.</param>
    /// <returns>[B, N, 1 + P, D].</returns>
    public Tensor Update(Tensor tokens, Tensor positions, Tensor places, CameraFeatureSampler sampler, Tensor? context)
    {
        using DisposeScope scope = NewDisposeScope();
        long batch = tokens.shape[0];
        long instances = tokens.shape[1];
        long points = tokens.shape[2] - 1;
        Tensor informed = context is null ? tokens : LookAround(tokens, positions, context);
        Tensor state = _withinInstance.call(informed.flatten(0, 1), positions.flatten(0, 1)).unflatten(0, [batch, instances]);
        Tensor instanceState = _amongInstances.call(state.select(2, 0), positions.select(2, 0));
        (Tensor features, Tensor visible) = sampler.Sample(places);
        Tensor seen = _sampling.call(features, visible).unflatten(1, [instances, points]);
        Tensor instancePart = instanceState.Plus(seen.mean([2])).unsqueeze(2);
        Tensor pointPart = state.narrow(2, 1, points).Plus(seen);
        return _feedForward.call(_samplingNorm.call(cat([instancePart, pointPart], 2))).MoveToOuterDisposeScope();
    }

    private Tensor LookAround(Tensor tokens, Tensor positions, Tensor context)
    {
        Tensor instances = _contextAttention!.call(tokens.select(2, 0), positions.select(2, 0), context);
        return cat([instances.unsqueeze(2), tokens.narrow(2, 1, tokens.shape[2] - 1)], 2);
    }

    /// <summary>[B, N, 1 + P, D] to class logits [B, N, classes] and what to add to the points' logits [B, N, P, 2].</summary>
    public (Tensor ClassLogits, Tensor Offsets) Predict(Tensor tokens)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = _classHead.call(tokens.select(2, 0));
        Tensor offsets = _offsetHead.call(tokens.narrow(2, 1, tokens.shape[2] - 1));
        return (logits.MoveToOuterDisposeScope(), offsets.MoveToOuterDisposeScope());
    }
}
