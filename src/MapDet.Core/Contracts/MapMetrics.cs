using System.Collections.Immutable;

namespace MapDet.Core.Contracts;

/// <summary>MapTR's Chamfer average precision of a split, as fractions.</summary>
/// <param name="Thresholds">Chamfer distances in metres up to which a prediction is true.</param>
/// <param name="Classes">One a class, in the order of <see cref="MapClass"/>.</param>
/// <param name="Samples">Number of samples.</param>
public sealed record MapMetrics(ImmutableArray<double> Thresholds, ImmutableArray<ClassMetrics> Classes, int Samples)
{
    /// <summary>The mean over classes and thresholds; a class without ground truth counts as 0.</summary>
    public double MeanAveragePrecision => Classes.Average(c => c.AveragePrecision);
}
