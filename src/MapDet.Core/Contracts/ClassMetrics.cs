using System.Collections.Immutable;

namespace MapDet.Core.Contracts;

/// <summary>The scores of one class, as fractions.</summary>
/// <param name="AveragePrecisions">One a threshold, in the order of <see cref="MapMetrics.Thresholds"/>.</param>
/// <param name="GroundTruths">Number of elements in the ground truth.</param>
/// <param name="Predictions">Number of predictions.</param>
public sealed record ClassMetrics(ImmutableArray<double> AveragePrecisions, int GroundTruths, int Predictions)
{
    /// <summary>The mean over the thresholds.</summary>
    public double AveragePrecision => AveragePrecisions.Average();
}
