using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>How a data set is divided by places.</summary>
public sealed record GeographicSplitOptions
{
    private const double ShareTolerance = 1e-6;
    private const double GreatestSeparation = 100_000;

    /// <summary>The separation for the default perception range: 67.1 m.</summary>
    public static double DefaultSeparation { get; } = SeparationOf(PerceptionRange.Default);

    /// <summary>The splits to make, two or more; their shares add up to 1.</summary>
    public ImmutableArray<SplitShare> Shares { get; init; } = [new("train", 0.7), new("val", 0.15), new("test", 0.15)];

    /// <summary>Samples of different splits are at least this far from each other on the ground plane, metres: more than 0, at most 100 000.</summary>
    public double Separation { get; init; } = DefaultSeparation;

    /// <summary>Decides which cuts are looked at. Equal seeds and samples give equal splits.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// The distance from which on two samples share no ground in their ranges, whichever way they face: twice the way from the vehicle to the
    /// farthest corner of the range. For 30 m x 60 m this is the diagonal, 67.08 m.
    /// </summary>
    /// <remarks>Cameras see farther than that, but nothing beyond the range is ground truth.</remarks>
    /// <param name="range">The perception range, metres in the map frame.</param>
    public static double SeparationOf(PerceptionRange range)
    {
        ArgumentNullException.ThrowIfNull(range);
        double x = Math.Max(Math.Abs(range.XMin), Math.Abs(range.XMax));
        double y = Math.Max(Math.Abs(range.YMin), Math.Abs(range.YMax));
        return 2 * double.Hypot(x, y);
    }

    /// <summary>Checks every setting.</summary>
    /// <exception cref="MapDetException">A setting is out of its range; the message names it.</exception>
    public void Validate()
    {
        Require(Separation is > 0 and <= GreatestSeparation, nameof(Separation), "must be more than 0 and at most 100 000 metres");
        Require(Shares.Length >= 2, nameof(Shares), "must name two splits or more");
        Require(Shares.All(share => share.Share is > 0 and < 1), nameof(Shares), "must each be more than 0 and less than 1");
        Require(Math.Abs(Shares.Sum(share => share.Share) - 1) <= ShareTolerance, nameof(Shares), "must add up to 1");
        Require(Shares.All(share => !string.IsNullOrWhiteSpace(share.Name)), nameof(Shares), "must have names");
        Require(Shares.All(share => share.Name != GeographicSplits.LeftOutName), nameof(Shares), $"may not be named '{GeographicSplits.LeftOutName}'");
        Require(Shares.Select(share => share.Name).Distinct().Count() == Shares.Length, nameof(Shares), "name a split twice");
    }

    private static void Require(bool condition, string setting, string problem)
    {
        if (!condition)
        {
            throw new MapDetException($"Geographic splits: {setting} {problem}.");
        }
    }
}
