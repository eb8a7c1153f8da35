using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Training.Tests.Fakes;

/// <summary>The smallest thing that behaves as a model: mean colours, a linear layer, queries, two heads.</summary>
internal sealed class LinearMapModel : IMapModel
{
    private const int Width = 16;
    private Parameter _scene;
    private Parameter _queries;
    private Parameter _classes;
    private Parameter _points;
    private Tensor _scale;

    public LinearMapModel(MapDetOptions options, long seed)
    {
        Options = options;
        using Generator generator = new Generator().manual_seed(seed);
        using DisposeScope scope = NewDisposeScope();
        Parameter Draw(params long[] shape) => new((randn(shape, generator: generator) * 0.3).DetachFromDisposeScope());
        _scene = Draw(3, Width);
        _queries = Draw(options.Queries.NumInstances, Width);
        _classes = Draw(Width, MapClasses.Count);
        _points = Draw(Width, options.Queries.NumPoints * 2);
        _scale = full([1], 1f).DetachFromDisposeScope();
    }

    public MapDetOptions Options { get; }

    public ImmutableArray<ParameterGroup> TrainedGroups =>
    [
        new ParameterGroup(TrainedPart.QFormer, [new NamedParameter("scene.weight", _scene)]),
        new ParameterGroup(TrainedPart.MapQueries, [new NamedParameter("map_queries.weight", _queries)]),
        new ParameterGroup(
            TrainedPart.MapDecoder,
            [new NamedParameter("map_decoder.classes", _classes), new NamedParameter("map_decoder.points", _points)]),
    ];

    public ImmutableArray<NamedParameter> Frozen => [new NamedParameter("vision_model.scale", _scale)];

    public ImmutableArray<nn.Module> FrozenModules { get; init; } = [];

    public ImageTokens EncodeImages(Tensor images)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor tokens = (images.mean([3, 4]) * _scale).unsqueeze(2).MoveToOuterDisposeScope();
        return new ImageTokens(tokens, 1, 1, (int)images.shape[3], (int)images.shape[4]);
    }

    public MapPredictions Forward(ImageTokens images, Tensor projections)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor scene = images.Tokens.mean([1, 2]).mm(_scene).unsqueeze(1);
        Tensor states = (scene + _queries.unsqueeze(0)).tanh();
        Tensor logits = states.matmul(_classes) - 2;
        Tensor points = states.matmul(_points).tanh().unflatten(2, [Options.Queries.NumPoints, 2]);
        return new MapPredictions([new LayerPrediction(logits.MoveToOuterDisposeScope(), points.MoveToOuterDisposeScope())]);
    }

    public void MoveTo(Device device)
    {
        Parameter Move(Parameter parameter)
        {
            using (parameter)
            {
                return new Parameter(parameter.detach().to(device).DetachFromDisposeScope());
            }
        }

        using DisposeScope scope = NewDisposeScope();
        (_scene, _queries, _classes, _points) = (Move(_scene), Move(_queries), Move(_classes), Move(_points));
        _scale = _scale.to(device).DetachFromDisposeScope();
    }

    public void SetTraining(bool isTraining)
    {
    }

    public void Dispose()
    {
        _scene.Dispose();
        _queries.Dispose();
        _classes.Dispose();
        _points.Dispose();
        _scale.Dispose();
    }
}
