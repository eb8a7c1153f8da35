using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.Core.Losses;

/// <summary>Brings ground truth of <see cref="OriginalCriterion"/> to the device of predictions, with the orders that it compares.</summary>
/// <param name="keepsDefects">See <see cref="OriginalCriterionOptions.KeepsDefects"/>.</param>
internal sealed class OriginalTargetTensors(bool keepsDefects)
{
    /// <summary>Ground truth of each sample.</summary>
    /// <exception cref="ArgumentException">The numbers of samples or points differ from the predictions'.</exception>
    public TargetTensors Of(IReadOnlyList<ImmutableArray<OriginalTarget>> targets, StackedLayers layers)
    {
        GroundTruthTensors.CheckFit(targets.Count, targets.SelectMany(sample => sample).Select(target => target.Points.Length / 2), layers);
        bool hasMasks = targets.Any(sample => sample.Any(target => target.Mask is not null));
        return new TargetTensorsBuilder(
            [.. targets.Select(sample => sample.Select(target => (int)target.Class).ToImmutableArray())],
            [.. targets.Select(sample => sample.Select(IsRing).ToImmutableArray())],
            layers.Points.device).OfPoints(
                (b, g) => targets[b][g].Points,
                hasMasks ? (b, g) => targets[b][g].Mask ?? AllOnes(layers.PointCount) : null,
                layers.PointCount,
                RingTable(layers.PointCount));
    }

    private bool IsRing(OriginalTarget target) => keepsDefects ? target.Class == MapClass.PedCrossing : target.IsClosed;

    private PointOrderTable RingTable(int points) =>
        keepsDefects ? PointOrderTable.RolledLeft(points) : PointOrderTable.BothDirections(points);

    private static float[] AllOnes(int count)
    {
        float[] ones = new float[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
