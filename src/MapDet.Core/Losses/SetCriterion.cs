using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>
/// The loss of a set of predictions: first every layer's queries are matched with the ground truth, each layer by itself, then matched queries are
/// drawn to their ground truth in the order that lies nearest, and the others to background.
/// </summary>
/// <remarks>
/// Source: MapTR, <c>MapTRHead.loss_single</c>: sigmoid focal loss (Lin et al. 2017), L1 distance of points in [0, 1], cosine of edges in metres, all
/// divided by the number of matched queries of a layer. Unlike there, NaN is not turned into 0: a prediction that is not finite gives a loss that is
/// not finite, for the caller to skip the step.
/// </remarks>
/// <param name="options">Weights.</param>
/// <param name="range">What the decoder's [-1, 1] spans, metres.</param>
public sealed class SetCriterion(CriterionOptions options, PerceptionRange range) : ISetCriterion
{
    private readonly MapTrCostCalculator _costs = new(options, range);
    private readonly PointOrders _orders = new(options.PointOrders, range);
    private readonly SetLossTerms _terms = new(options, range);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes of layers, ground truth and keys do not fit together.</exception>
    public SetLoss Compute(
        MapPredictions predictions,
        IReadOnlyList<ImmutableArray<MapElement>> groundTruth,
        double? positives = null,
        IReadOnlyList<long>? keys = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(groundTruth);
        if (_orders.AreSampledFromVertices)
        {
            return Compute(predictions, Targets(groundTruth, keys), positives);
        }

        return Compute(predictions, layers => GroundTruthTensors.Of(groundTruth, _orders, layers), positives);
    }

    /// <summary>Computes the loss against ground truth whose point orders are given.</summary>
    /// <param name="predictions">All layers, B samples.</param>
    /// <param name="targets">The ground truths of each of the B samples.</param>
    /// <param name="positives">What the terms are divided by, at least 1; null: the matched queries of this batch.</param>
    /// <returns>Tensors of the current dispose scope.</returns>
    /// <exception cref="ArgumentException">The shapes of layers and ground truth do not fit together.</exception>
    public SetLoss Compute(MapPredictions predictions, IReadOnlyList<ImmutableArray<MatchTarget>> targets, double? positives = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        return Compute(predictions, layers => GroundTruthTensors.Of(targets, layers), positives);
    }

    /// <inheritdoc/>
    public int CountPositives(IEnumerable<ImmutableArray<MapElement>> groundTruth, int queries)
    {
        ArgumentNullException.ThrowIfNull(groundTruth);
        return groundTruth.Sum(elements => Math.Min(elements.Length, queries));
    }

    private SetLoss Compute(MapPredictions predictions, Func<StackedLayers, TargetTensors> groundTruth, double? positives)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        StackedLayers layers = StackedLayers.Of(predictions);
        TargetTensors targets = groundTruth(layers);
        PairCosts costs = _costs.Compute(layers, targets);
        RowAssignment assignment = RowAssigner.Assign(layers, targets, costs.Total(), options.OneToMany);
        MatchedRows matched = MatchedRows.Upload(assignment, layers.Classes, layers.Logits.device);
        torch.Tensor metres = targets.FlatOrders().index_select(0, matched.FlatOrders(targets, costs.Order));
        double normalizer = Math.Max(positives ?? assignment.Rows.Sum(row => assignment.Weights[row]) / layers.Count, 1);
        MatchedTargets matches = new(matched.Rows, matched.OneHot, metres, Masks: null, assignment.Faults.IsEmpty)
        {
            RowWeights = options.OneToMany.Layers > 0 ? torch.tensor(assignment.Weights, device: layers.Logits.device) : null,
        };
        SetLoss loss = _terms.Compute(layers, matches, normalizer);
        return loss.MoveToOuterScope() with { Faults = assignment.Faults };
    }

    private ImmutableArray<ImmutableArray<MatchTarget>> Targets(IReadOnlyList<ImmutableArray<MapElement>> groundTruth, IReadOnlyList<long>? keys)
    {
        if (keys is not null && keys.Count != groundTruth.Count)
        {
            throw new ArgumentException($"There are {keys.Count} keys for {groundTruth.Count} samples.", nameof(keys));
        }

        return
        [
            .. groundTruth.Select((elements, b) => elements.Select((element, g) =>
                new MatchTarget(element.Class, _orders.Of(element, KeyOf(keys?[b], g)))).ToImmutableArray()),
        ];
    }

    private static long? KeyOf(long? sampleKey, int element) => sampleKey is { } key ? (long)new KeyedRandom(key, element).Next() : null;
}
