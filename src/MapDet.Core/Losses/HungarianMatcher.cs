using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>Pairs the queries of each sample with its ground truths one to one, at the least total cost.</summary>
/// <remarks>
/// Source: MapTR, <c>MapTRAssigner</c>. Costs of all pairs and orders are computed at once on the device of the predictions; the assignment, one a
/// sample, is solved on the CPU. NaN and infinity never stop it: such queries are the last to be paired.
/// </remarks>
/// <param name="options">Weights and focal constants.</param>
/// <param name="range">What the decoder's [-1, 1] spans, metres.</param>
public sealed class HungarianMatcher(CriterionOptions options, PerceptionRange range)
{
    private readonly MapTrCostCalculator _costs = new(options, range);

    /// <summary>Matches a batch.</summary>
    /// <param name="prediction">B samples of N queries.</param>
    /// <param name="targets">The ground truths of each of the B samples.</param>
    /// <returns>For each sample: min(N, G) of its queries have a ground truth.</returns>
    /// <exception cref="ArgumentException">The shapes of predictions and ground truth do not fit together.</exception>
    public ImmutableArray<ImageMatch> Match(LayerPrediction prediction, IReadOnlyList<ImmutableArray<MatchTarget>> targets)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(targets);
        using DisposeScope scope = torch.NewDisposeScope();
        StackedLayers layers = StackedLayers.Of(new MapPredictions([prediction]));
        TargetTensors tensors = GroundTruthTensors.Of(targets, layers);
        PairCosts costs = _costs.Compute(layers, tensors);
        RowAssignment assignment = RowAssigner.Assign(layers, tensors, costs.Total());
        return assignment.BySample(layers, tensors.Width, costs.Order);
    }
}
