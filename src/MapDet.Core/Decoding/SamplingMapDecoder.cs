using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Queries;
using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.Decoding;

/// <summary>
/// The default decoder: refines polylines layer by layer, each time looking into the cameras where the current points lie on the
/// ground.
/// </summary>
/// <remarks>
/// After MapTR and Deformable DETR (reference points refined in logit space, detached between layers, losses on every layer); the
/// features are sampled at fixed metric offsets in one camera a place. Initial references are learnable anchors.
/// </remarks>
public sealed class SamplingMapDecoder : nn.Module, IMapDecoder
{
    private readonly DecoderOptions _options;
    private readonly PerceptionRange _range;

    [ComponentName(Name = "anchors")]
    private readonly Parameter _anchors;

    private readonly Linear _instanceInput;
    private readonly Linear _pointInput;
    private readonly PerceptronHead _initialOffsets;
    private readonly PositionQueries _positions;
    private readonly FeatureLift _lift;
    private readonly GroundView? _ground;
    private readonly Linear? _sceneInput;
    private readonly ModuleList<SamplingDecoderLayer> _layers;

    /// <summary>Creates a decoder with random weights.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="queries">Number of instances and points.</param>
    /// <param name="range">What points are normalised by.</param>
    /// <param name="languageWidth">Width D of the language model's states.</param>
    /// <param name="visionWidth">Width Dv of the image tokens.</param>
    /// <param name="patchSize">Edge of a patch, pixels.</param>
    /// <param name="weights">Makes the parameters.</param>
    /// <param name="anchors">Where the instances start; null: spread over the range.</param>
    /// <exception cref="MapDetException">The anchors are of another number than the queries, or the stride does not divide the patch.</exception>
    public SamplingMapDecoder(
        DecoderOptions options,
        MapQueryOptions queries,
        PerceptionRange range,
        int languageWidth,
        int visionWidth,
        int patchSize,
        InitialWeights weights,
        MapAnchors? anchors = null)
        : base(nameof(SamplingMapDecoder))
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(range);
        if (patchSize % options.SamplingStride != 0)
        {
            throw new MapDetException($"Decoder.SamplingStride: {options.SamplingStride} does not divide the patch size {patchSize}.");
        }

        _options = options;
        _range = range;
        _anchors = InitialWeights.Parameter(
            AnchorLogits.Create(anchors ?? AnchorClustering.Spread(range, queries.NumInstances, queries.NumPoints), queries, range, options.BorderMargin));
        _instanceInput = weights.Linear(languageWidth, options.HiddenSize);
        _pointInput = weights.Linear(languageWidth, options.HiddenSize);
        _initialOffsets = new PerceptronHead(options.HiddenSize, 2, weights);
        _positions = new PositionQueries(options.HiddenSize, weights);
        _lift = new FeatureLift(visionWidth, options.SampledChannels, patchSize / options.SamplingStride, weights);
        if (options.GroundView.Enabled)
        {
            _ground = new GroundView(options, range, weights);
            register_module("ground", _ground);
        }

        if (options.SceneAttention)
        {
            _sceneInput = weights.Linear(languageWidth, options.HiddenSize);
            register_module("scene_input", _sceneInput);
        }

        _layers = new ModuleList<SamplingDecoderLayer>(
            [.. Enumerable.Range(0, options.NumLayers).Select(_ => new SamplingDecoderLayer(options, MapClasses.Count, weights))]);
        register_parameter("anchors", _anchors);
        register_module("instance_input", _instanceInput);
        register_module("point_input", _pointInput);
        register_module("initial_offsets", _initialOffsets);
        register_module("positions", _positions);
        register_module("lift", _lift);
        register_module("layers", _layers);
    }

    /// <inheritdoc/>
    public MapPredictions Decode(MapDecoderInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using DisposeScope scope = NewDisposeScope();
        CameraFeatureSampler sampler = new(_lift.Lift(input.Images), input.Projections, input.Images.ImageHeight, input.Images.ImageWidth);
        Tensor? context = Context(input, sampler);
        Tensor offsets = SamplingOffsets.Create(_options, input.Projections.device);
        Tensor tokens = cat([_instanceInput.call(input.InstanceFeatures).unsqueeze(2), _pointInput.call(input.PointFeatures)], 2);
        Tensor references = _anchors.Plus(_initialOffsets.call(tokens.narrow(2, 1, tokens.shape[2] - 1)));
        ImmutableArray<LayerPrediction>.Builder predictions = ImmutableArray.CreateBuilder<LayerPrediction>(_options.NumLayers);
        foreach (SamplingDecoderLayer layer in _layers)
        {
            Tensor points = ToPoints(references.detach());
            tokens = layer.Update(tokens, _positions.call(points), Places(points, offsets), sampler, context);
            (Tensor logits, Tensor refinement) = layer.Predict(tokens);

            // Anchors and their first offsets have no loss of their own: they learn through the first layer.
            references = (predictions.Count == 0 ? references : references.detach()).Plus(refinement);
            Tensor refined = ToPoints(references);
            predictions.Add(new LayerPrediction(logits.MoveToOuterDisposeScope(), refined.MoveToOuterDisposeScope()));
        }

        return new MapPredictions(predictions.MoveToImmutable());
    }

    /// <summary>Logits to points, where [-1, 1] is the range.</summary>
    private Tensor ToPoints(Tensor references) => references.sigmoid().Times(2).Minus(1).Times(1 + _options.BorderMargin);

    /// <summary>[B, T, D], what instance tokens attend to; null: nothing.</summary>
    private Tensor? Context(MapDecoderInput input, CameraFeatureSampler sampler)
    {
        Tensor[] parts =
        [
            .. _ground is null ? [] : new[] { _ground.Look(sampler, input.Images.Tokens.shape[0], input.Projections.device) },
            .. _sceneInput is null ? [] : new[] { _sceneInput.call(input.Scene) },
        ];
        return parts.Length == 0 ? null : cat(parts, 1);
    }

    /// <summary>Points [B, N, P, 2] in [-1, 1] to the places to look at, [B, N * P, K, 2] metres.</summary>
    private Tensor Places(Tensor points, Tensor offsets)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor halfSize = tensor(new[] { (float)(_range.Width / 2), (float)(_range.Length / 2) }, device: points.device);
        Tensor center = tensor(
            new[] { (float)((_range.XMin + _range.XMax) / 2), (float)((_range.YMin + _range.YMax) / 2) }, device: points.device);
        Tensor metres = (points * halfSize).Plus(center);
        return metres.flatten(1, 2).unsqueeze(2).Plus(offsets).MoveToOuterDisposeScope();
    }
}
