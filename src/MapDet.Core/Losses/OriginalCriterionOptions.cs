using System.ComponentModel.DataAnnotations;

namespace MapDet.Core.Losses;

/// <summary>The weights of <see cref="OriginalCriterion"/>. The defaults are those of the system that it comes from.</summary>
public sealed record OriginalCriterionOptions
{
    /// <summary>Weight of the class, in matching and loss.</summary>
    [Range(0.0, 1000.0)]
    public double ClassWeight { get; init; } = 2;

    /// <summary>Weight of the mean L1 distance of points in [-1, 1], in matching and loss.</summary>
    [Range(0.0, 1000.0)]
    public double PointsWeight { get; init; } = 5;

    /// <summary>Weight of the direction loss.</summary>
    [Range(0.0, 1000.0)]
    public double DirectionWeight { get; init; } = 0.25;

    /// <summary>What the terms of every decoder layer but the last count.</summary>
    [Range(0.0, 1000.0)]
    public double InnerLayerWeight { get; init; } = 0.2;

    /// <summary>
    /// True to keep what is wrong with it, for comparison: crossings and nothing else count as rings, their orders roll the repeated point along
    /// (so that broken rings match and whole ones do not), and masks stay in place while the points are reordered.
    /// </summary>
    public bool KeepsDefects { get; init; }
}
