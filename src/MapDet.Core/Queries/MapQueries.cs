using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.Queries;

/// <summary>The learned queries behind the prompt: of each instance its instance query, then its point queries.</summary>
/// <remarks>
/// An instance query is its content plus its position, a point query its content plus the position of the point, which all instances
/// share. Names as in the checkpoints of the original system (<c>map_queries.py</c>).
/// </remarks>
public sealed class MapQueries : nn.Module
{
    [ComponentName(Name = "instance_content")]
    private readonly Parameter _instanceContent;

    [ComponentName(Name = "point_content")]
    private readonly Parameter _pointContent;

    private readonly PositionTable _instancePosition;
    private readonly PositionTable? _pointPosition;

    /// <summary>Creates queries with random weights.</summary>
    /// <param name="options">How many.</param>
    /// <param name="width">Width D of the language model.</param>
    /// <param name="weights">Makes the parameters.</param>
    /// <exception cref="MapDetException">The width is odd and the points' positions are to be sines and cosines.</exception>
    public MapQueries(MapQueryOptions options, int width, InitialWeights weights)
        : base(nameof(MapQueries))
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.UseSinusoidalPointPositions && width % 2 != 0)
        {
            throw new MapDetException($"Queries.UseSinusoidalPointPositions: sines and cosines need an even width, the language model has {width}.");
        }

        Options = options;
        _instanceContent = weights.Normal(options.InitialStd, options.NumInstances, width);
        _pointContent = weights.Normal(options.InitialStd, options.NumInstances, options.NumPoints, width);
        _instancePosition = new PositionTable(options.NumInstances, width, options.InitialStd, weights);
        register_parameter("instance_content", _instanceContent);
        register_parameter("point_content", _pointContent);
        register_module("instance_position", _instancePosition);
        if (!options.UseSinusoidalPointPositions)
        {
            _pointPosition = new PositionTable(options.NumPoints, width, options.InitialStd, weights);
            register_module("point_position", _pointPosition);
        }
    }

    /// <summary>How many instances and points there are.</summary>
    public MapQueryOptions Options { get; }

    /// <summary>The queries of a batch, the same for each sample.</summary>
    /// <param name="batch">Number of samples B.</param>
    /// <returns>[B, N * (1 + P), D], or [B, N, D] without point queries; of the current dispose scope.</returns>
    public Tensor Build(long batch)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor instances = _instanceContent.Plus(_instancePosition.Weight).unsqueeze(1);
        Tensor queries = Options.PointsInLanguageModel ? cat([instances, PointQueries()], 1) : instances;
        return queries.flatten(0, 1).unsqueeze(0).expand(batch, -1, -1).MoveToOuterDisposeScope();
    }

    /// <summary>Cuts the language model's last states into those of instances and points.</summary>
    /// <param name="hiddenStates">[B, prefix + N * (1 + P), D], or [B, prefix + N, D] without point queries.</param>
    /// <returns>[B, N, D] and [B, N, P, D], of the current dispose scope.</returns>
    public (Tensor Instances, Tensor Points) Split(Tensor hiddenStates)
    {
        ArgumentNullException.ThrowIfNull(hiddenStates);
        using DisposeScope scope = NewDisposeScope();
        Tensor states = hiddenStates.narrow(1, hiddenStates.shape[1] - Options.Total, Options.Total)
            .unflatten(1, [Options.NumInstances, Options.TokensPerInstance]);
        Tensor points = Options.PointsInLanguageModel ? states.narrow(2, 1, Options.NumPoints) : states.Plus(PointQueries());
        return (states.select(2, 0).MoveToOuterDisposeScope(), points.MoveToOuterDisposeScope());
    }

    /// <summary>[N, P, D].</summary>
    private Tensor PointQueries() => _pointContent.Plus(PointPositions());

    private Tensor PointPositions() =>
        _pointPosition?.Weight ?? SinusoidalPositions.Create(Options.NumPoints, (int)_pointContent.shape[2], _pointContent.device).to_type(_pointContent.dtype);
}
