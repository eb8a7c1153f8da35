using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.Core.Losses;

/// <summary>Brings ground truth to the device of predictions, in metres.</summary>
internal static class GroundTruthTensors
{
    /// <summary>Ground truth whose orders are given.</summary>
    /// <exception cref="ArgumentException">The numbers of samples or points differ from the predictions'.</exception>
    public static TargetTensors Of(IReadOnlyList<ImmutableArray<MatchTarget>> targets, StackedLayers layers)
    {
        CheckFit(targets.Count, targets.SelectMany(sample => sample).Select(target => target.Orders.Points), layers);
        return new TargetTensorsBuilder(
            [.. targets.Select(sample => sample.Select(target => (int)target.Class).ToImmutableArray())],
            [.. targets.Select(sample => sample.Select(target => target.Orders.Count > 2).ToImmutableArray())],
            layers.Points.device).OfOrders((b, g) => targets[b][g].Orders, layers.PointCount);
    }

    /// <summary>Ground truth whose orders are those of a pattern that rearranges points.</summary>
    /// <exception cref="ArgumentException">The numbers of samples or points differ from the predictions'.</exception>
    public static TargetTensors Of(IReadOnlyList<ImmutableArray<MapElement>> elements, PointOrders orders, StackedLayers layers)
    {
        CheckFit(elements.Count, elements.SelectMany(sample => sample).Select(element => element.Points.Length), layers);
        return new TargetTensorsBuilder(
            [.. elements.Select(sample => sample.Select(element => (int)element.Class).ToImmutableArray())],
            [.. elements.Select(sample => sample.Select(orders.IsRing).ToImmutableArray())],
            layers.Points.device).OfPoints((b, g) => elements[b][g].PointArray(), masks: null, layers.PointCount, orders.RingTable(layers.PointCount));
    }

    /// <summary>Compares ground truth with predictions.</summary>
    /// <param name="samples">Samples of ground truth.</param>
    /// <param name="pointCounts">Points of each ground truth.</param>
    /// <param name="layers">Predictions.</param>
    /// <exception cref="ArgumentException">The numbers of samples or points differ from the predictions'.</exception>
    public static void CheckFit(int samples, IEnumerable<int> pointCounts, StackedLayers layers)
    {
        if (samples != layers.Batch)
        {
            throw new ArgumentException($"The predictions are of {layers.Batch} samples, the ground truth of {samples}.");
        }

        foreach (int count in pointCounts.Where(count => count != layers.PointCount))
        {
            throw new ArgumentException($"The predictions have {layers.PointCount} points each, a ground truth has {count}.");
        }
    }
}
