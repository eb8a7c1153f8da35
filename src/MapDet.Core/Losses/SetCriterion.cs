using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
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
    private readonly HungarianMatcher _matcher = new(options);
    private readonly PointOrders _orders = new(options.PointOrders, range);
    private readonly SetLossTerms _terms = new(options, range);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes of layers and ground truth do not fit together.</exception>
    public SetLoss Compute(MapPredictions predictions, IReadOnlyList<ImmutableArray<MapElement>> groundTruth, double? positives = null)
    {
        ArgumentNullException.ThrowIfNull(groundTruth);
        return Compute(predictions, [.. groundTruth.Select(Targets)], positives);
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
        using DisposeScope scope = torch.NewDisposeScope();
        StackedLayers layers = StackedLayers.Of(predictions);
        if (layers.Batch != targets.Count)
        {
            throw new ArgumentException($"The predictions are of {layers.Batch} samples, the ground truth of {targets.Count}.", nameof(targets));
        }

        CriterionTargets matched = Match(layers, targets);
        double normalizer = Math.Max(positives ?? (double)matched.Count / layers.Count, 1);
        SetLoss loss = _terms.Compute(layers, matched, normalizer);
        return new SetLoss(
            loss.Total.MoveToOuterDisposeScope(),
            loss.Classification.MoveToOuterDisposeScope(),
            loss.Points.MoveToOuterDisposeScope(),
            loss.Direction.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public int CountPositives(IEnumerable<ImmutableArray<MapElement>> groundTruth, int queries)
    {
        ArgumentNullException.ThrowIfNull(groundTruth);
        return groundTruth.Sum(elements => Math.Min(elements.Length, queries));
    }

    private ImmutableArray<MatchTarget> Targets(ImmutableArray<MapElement> elements) =>
        [.. elements.Select(element => new MatchTarget(element.Class, _orders.Of(element), range))];

    private CriterionTargets Match(StackedLayers layers, IReadOnlyList<ImmutableArray<MatchTarget>> targets)
    {
        DetachedPredictions values = layers.ReadBack();
        CriterionTargets matched = new(layers.Count * targets.Sum(t => Math.Min(t.Length, layers.Queries)), layers, values.AreFinite());
        for (int layer = 0; layer < layers.Count; layer++)
        {
            for (int sample = 0; sample < layers.Batch; sample++)
            {
                int firstRow = ((layer * layers.Batch) + sample) * layers.Queries;
                ImageMatch match = _matcher.Match(
                    values.Logits(firstRow, layers.Queries), layers.Classes, values.UnitPoints(firstRow, layers.Queries), targets[sample]);
                matched.Add(firstRow, match, targets[sample]);
            }
        }

        return matched;
    }
}
