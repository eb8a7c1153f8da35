using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>
/// The loss of the system before this one, for those who go on with its checkpoints. It weighs points a tenth of what <see cref="SetCriterion"/> does,
/// and directions more.
/// </summary>
/// <remarks>
/// Source: that system's <c>MapDetectionLoss</c> and <c>HungarianMatcher</c>. The last decoder layer counts whole; the others count
/// <see cref="OriginalCriterionOptions.InnerLayerWeight"/>, and no gradient flows through their class logits. Its defects are left out unless
/// <see cref="OriginalCriterionOptions.KeepsDefects"/> asks for them: without them, rings are what is closed, and have the orders of
/// <see cref="PointOrderPattern.AllShifts"/>. That it turned NaN into a loss of 0 is never followed.
/// </remarks>
/// <param name="options">Weights and focal constants.</param>
/// <param name="range">What the decoder's [-1, 1] spans, metres.</param>
public sealed class OriginalCriterion(CriterionOptions options, PerceptionRange range) : ISetCriterion
{
    private readonly OriginalCostCalculator _costs = new(options.Original);
    private readonly OriginalTargetTensors _targets = new(options.Original.KeepsDefects);
    private readonly OriginalLossTerms _terms = new(options, range);

    /// <inheritdoc/>
    /// <remarks>Nothing is left to chance here: keys are not read.</remarks>
    /// <exception cref="ArgumentException">The shapes of layers and ground truth do not fit together.</exception>
    public SetLoss Compute(
        MapPredictions predictions,
        IReadOnlyList<ImmutableArray<MapElement>> groundTruth,
        double? positives = null,
        IReadOnlyList<long>? keys = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(groundTruth);
        return Compute(predictions, [.. groundTruth.Select(elements => elements.Select(Target).ToImmutableArray())], positives);
    }

    /// <inheritdoc/>
    public int CountPositives(IEnumerable<ImmutableArray<MapElement>> groundTruth, int queries)
    {
        ArgumentNullException.ThrowIfNull(groundTruth);
        return groundTruth.Sum(elements => Math.Min(elements.Length, queries));
    }

    internal SetLoss Compute(MapPredictions predictions, IReadOnlyList<ImmutableArray<OriginalTarget>> groundTruth, double? positives = null)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        StackedLayers layers = StackedLayers.Of(WithoutInnerClassGradients(predictions));
        TargetTensors targets = _targets.Of(groundTruth, layers);
        PairCosts costs = _costs.Compute(layers, targets);
        RowAssignment assignment = RowAssigner.Assign(layers, targets, costs.Total());
        MatchedTargets matched = Match(layers, targets, costs, assignment);
        double normalizer = Math.Max(positives ?? (double)assignment.Count / layers.Count, 1);
        return _terms.Compute(layers, matched, normalizer).MoveToOuterScope() with { Faults = assignment.Faults };
    }

    /// <summary>What the matched rows are compared with.</summary>
    internal MatchedTargets Match(StackedLayers layers, TargetTensors targets, PairCosts costs, RowAssignment assignment)
    {
        MatchedRows rows = MatchedRows.Upload(assignment, layers.Classes, layers.Logits.device);
        torch.Tensor chosen = rows.FlatOrders(targets, costs.Order);
        torch.Tensor maskOrder = options.Original.KeepsDefects ? rows.FlatOrders(targets, costs.Order.zeros_like()) : chosen;
        return new MatchedTargets(
            rows.Rows,
            rows.OneHot,
            targets.FlatOrders().index_select(0, chosen),
            targets.FlatMasks()?.index_select(0, maskOrder),
            assignment.Faults.IsEmpty);
    }

    private static MapPredictions WithoutInnerClassGradients(MapPredictions predictions) => new(
        [.. predictions.Layers[..^1].Select(layer => layer with { ClassLogits = layer.ClassLogits.detach() }), predictions.Final]);

    private OriginalTarget Target(MapElement element)
    {
        float[] points = [.. element.Points.Select(range.Normalize).SelectMany(point => new[] { (float)point.X, (float)point.Y })];
        return new OriginalTarget(element.Class, points);
    }
}
