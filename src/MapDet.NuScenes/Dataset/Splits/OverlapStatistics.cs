using System.Collections.Immutable;

namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>The distribution of the distances to the nearest sample of another split.</summary>
/// <param name="Samples">Number of samples.</param>
/// <param name="OtherTown">How many of them lie in a location where the other split has no sample.</param>
/// <param name="Nearer">The samples nearer than each threshold, from the least; each count includes those before it.</param>
/// <param name="Quantiles">Shares 0.05, 0.25, 0.5, 0.75 and 0.95; empty if every sample is in another town.</param>
public sealed record OverlapStatistics(
    int Samples, int OtherTown, ImmutableArray<OverlapCount> Nearer, ImmutableArray<DistanceQuantile> Quantiles)
{
    private static readonly ImmutableArray<double> s_shares = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>How many samples are as far as the last threshold or farther, those of other towns not among them.</summary>
    public int Beyond => Samples - OtherTown - (Nearer.IsEmpty ? 0 : Nearer[^1].Samples);

    /// <summary>The median distance, metres; null if every sample is in another town.</summary>
    public double? Median => Quantiles.FirstOrDefault(quantile => quantile.Share == 0.5)?.Metres;

    /// <summary>A number of samples as a share of all, 0 to 1; 0 where there is no sample.</summary>
    public double ShareOf(int samples) => Samples == 0 ? 0 : (double)samples / Samples;

    internal static OverlapStatistics Of(IReadOnlyCollection<SampleDistance> samples, ImmutableArray<double> thresholds)
    {
        double[] sorted = [.. samples.Select(sample => sample.Metres).OfType<double>().Order()];
        return new OverlapStatistics(
            samples.Count,
            samples.Count - sorted.Length,
            [.. thresholds.Select(metres => CountNearer(sorted, metres, samples.Count))],
            sorted.Length == 0 ? [] : [.. s_shares.Select(share => new DistanceQuantile(share, Quantile(sorted, share)))]);
    }

    private static OverlapCount CountNearer(double[] sorted, double metres, int all)
    {
        int count = sorted.Count(distance => distance < metres);
        return new OverlapCount(metres, count, all == 0 ? 0 : (double)count / all);
    }

    private static double Quantile(double[] sorted, double share)
    {
        double rank = share * (sorted.Length - 1);
        int below = (int)rank;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return double.Lerp(sorted[below], sorted[above], rank - below);
    }
}
