using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Detection.Pretrained;
using MapDet.Core.Queries;
using MapDet.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Detection;

/// <summary>
/// Strings the stages together: scene tokens behind the prompt, map queries behind both, the language model's states of the queries to
/// the decoder.
/// </summary>
/// <remarks>
/// Names in files: <c>vision_model.*</c>; the scene encoder's own (<c>query_tokens</c>, <c>qformer.*</c>,
/// <c>language_projection.*</c>, …); <c>language_model.*</c>; <c>map_queries.*</c>; <c>map_decoder.*</c>.
/// </remarks>
public sealed class MapDetModel : IMapModel
{
    private readonly IVisionEncoder _vision;
    private readonly ISceneEncoder _sceneEncoder;
    private readonly ILanguageModel _languageModel;
    private readonly MapQueries _queries;
    private readonly IMapDecoder _decoder;
    private readonly nn.Module[] _frozenModules;
    private readonly nn.Module[] _trainedModules;
    private readonly Lock _attentionLock = new();
    private MapAttention? _attention;

    /// <summary>Strings stages together, which the model then owns. Vision tower and language model are frozen.</summary>
    /// <param name="options">What the stages were built from.</param>
    /// <param name="vision">Stage 1, a TorchSharp module like all others.</param>
    /// <param name="sceneEncoder">Stage 2.</param>
    /// <param name="languageModel">Stage 3.</param>
    /// <param name="queries">Stage 4.</param>
    /// <param name="decoder">Stage 5.</param>
    /// <param name="pretrained">Which parts were read from checkpoints; null: none.</param>
    /// <exception cref="ArgumentException">A stage is no TorchSharp module, or two parameters have the same name.</exception>
    public MapDetModel(
        MapDetOptions options,
        IVisionEncoder vision,
        ISceneEncoder sceneEncoder,
        ILanguageModel languageModel,
        MapQueries queries,
        IMapDecoder decoder,
        IEnumerable<PretrainedPart>? pretrained = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        Pretrained = [.. pretrained ?? []];
        _vision = vision;
        _sceneEncoder = sceneEncoder;
        _languageModel = languageModel;
        _queries = queries;
        _decoder = decoder;
        _frozenModules = [Module(vision), Module(languageModel)];
        _trainedModules = [Module(sceneEncoder), queries, Module(decoder)];
        ListTensors();
        CheckNames();
        foreach (NamedParameter parameter in Frozen)
        {
            parameter.Tensor.requires_grad = false;
        }

        SetTraining(false);
    }

    /// <inheritdoc/>
    public MapDetOptions Options { get; }

    /// <inheritdoc/>
    public ImmutableArray<ParameterGroup> TrainedGroups { get; private set; }

    /// <inheritdoc/>
    public ImmutableArray<NamedParameter> Frozen { get; private set; }

    /// <inheritdoc/>
    public ImmutableArray<PretrainedPart> Pretrained { get; }

    /// <inheritdoc/>
    public ImmutableArray<nn.Module> FrozenModules => [.. _frozenModules];

    /// <inheritdoc/>
    public ImageTokens EncodeImages(Tensor images)
    {
        using IDisposable noGradients = no_grad();
        return _vision.Encode(images);
    }

    /// <inheritdoc/>
    public MapPredictions Forward(ImageTokens images, Tensor projections)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(projections);
        using DisposeScope scope = NewDisposeScope();
        long batch = images.Tokens.shape[0];
        Tensor scene = _sceneEncoder.Encode(images, projections);
        MapAttention attention = Attention(_languageModel.PromptLength + (int)scene.shape[1], scene.device);
        (Tensor readScene, Tensor states) = _languageModel.Run(scene, _queries.Build(batch), attention);
        (Tensor instances, Tensor points) = _queries.Split(states);
        MapPredictions predictions = _decoder.Decode(new MapDecoderInput(instances, points, readScene, images, projections));
        foreach (LayerPrediction layer in predictions.Layers)
        {
            layer.ClassLogits.MoveToOuterDisposeScope();
            layer.Points.MoveToOuterDisposeScope();
        }

        return predictions;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// TorchSharp makes new parameters, registers them and puts them into the fields of the same name: a stage's field that holds a
    /// parameter bears the registered name or a <see cref="TorchSharp.Utils.ComponentNameAttribute"/> with it.
    /// </remarks>
    public void MoveTo(Device device)
    {
        ComputeDevice.Check(device);
        foreach (nn.Module module in _frozenModules.Concat(_trainedModules))
        {
            module.to(device);
        }

        ListTensors();
    }

    /// <inheritdoc/>
    public void SetTraining(bool isTraining)
    {
        Array.ForEach(_frozenModules, module => module.eval());
        Array.ForEach(_trainedModules, module => module.train(isTraining));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_trainedModules, module => module.Dispose());
        Array.ForEach(_frozenModules, module => module.Dispose());
        _attention?.Allowed.Dispose();
    }

    private static nn.Module Module(object stage) => stage as nn.Module
        ?? throw new ArgumentException($"{stage.GetType().Name} is no TorchSharp module.", nameof(stage));

    private static ImmutableArray<NamedParameter> Parameters(nn.Module module, string prefix) =>
        [.. module.named_parameters().Select(p => new NamedParameter(prefix + p.name, p.parameter))];

    private static IEnumerable<NamedParameter> Buffers(nn.Module module, string prefix) =>
        module.named_buffers(include_nonpersistent: false).Select(b => new NamedParameter(prefix + b.name, b.buffer));

    private void ListTensors()
    {
        TrainedGroups =
        [
            new ParameterGroup(TrainedPart.QFormer, Parameters(_trainedModules[0], "")),
            new ParameterGroup(TrainedPart.MapQueries, Parameters(_trainedModules[1], "map_queries.")),
            new ParameterGroup(TrainedPart.MapDecoder, Parameters(_trainedModules[2], "map_decoder.")),
        ];
        Frozen =
        [
            .. Parameters(_frozenModules[0], "vision_model."),
            .. Parameters(_frozenModules[1], "language_model.").Select(OfLanguageModel),
            .. Buffers(_frozenModules[0], "vision_model."),
            .. Buffers(_frozenModules[1], "language_model.").Select(OfLanguageModel),
            .. Buffers(_trainedModules[0], ""),
            .. Buffers(_trainedModules[1], "map_queries."),
            .. Buffers(_trainedModules[2], "map_decoder."),
        ];
    }

    private NamedParameter OfLanguageModel(NamedParameter parameter) => parameter with { Written = _languageModel.WeightsChanged };

    private void CheckNames()
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (string name in TrainedGroups.SelectMany(g => g.Parameters).Concat(Frozen).Select(p => p.Name))
        {
            if (!names.Add(name))
            {
                throw new ArgumentException($"Two parameters of the model are called '{name}'.");
            }
        }
    }

    /// <summary>What sees what, which is the same for every batch of a model.</summary>
    private MapAttention Attention(int prefixLength, Device device)
    {
        lock (_attentionLock)
        {
            if (_attention is null || _attention.PrefixLength != prefixLength
                || _attention.Allowed.device_type != device.type || _attention.Allowed.device_index != device.index)
            {
                _attention?.Allowed.Dispose();
                _attention = MapAttention.Create(prefixLength, Options.Queries, device);
                _attention.Allowed.DetachFromDisposeScope();
            }

            return _attention;
        }
    }
}
