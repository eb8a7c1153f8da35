using System.Collections.Immutable;

namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>How near the samples of one split are to those of another: what a model may have learned by heart of the places that it is scored at.</summary>
/// <remarks>
/// The measure of Lilja et al., "Localization Is All You Evaluate: Data Leakage in Online Mapping Datasets and How to Fix It" (CVPR 2024,
/// arXiv 2312.06420): the distance of an evaluated sample to the nearest training sample. They find over 80 % of nuScenes' validation and
/// test samples nearer than 5 m.
/// </remarks>
public sealed class SplitOverlap
{
    private SplitOverlap(
        ImmutableArray<SampleDistance> samples, OverlapStatistics all, ImmutableSortedDictionary<string, OverlapStatistics> locations) =>
        (Samples, All, Locations) = (samples, all, locations);

    /// <summary>The usual thresholds, metres.</summary>
    public static ImmutableArray<double> DefaultThresholds { get; } = [1, 2, 5, 10, 20, 50, 100];

    /// <summary>The evaluated samples in their order.</summary>
    public ImmutableArray<SampleDistance> Samples { get; }

    /// <summary>All samples together.</summary>
    public OverlapStatistics All { get; }

    /// <summary>The samples of each location.</summary>
    public ImmutableSortedDictionary<string, OverlapStatistics> Locations { get; }

    /// <summary>Measures every evaluated sample's distance to the nearest training sample.</summary>
    /// <param name="training">The samples that a model is trained on.</param>
    /// <param name="evaluated">The samples that it is scored on.</param>
    /// <param name="thresholds">Distances to count by, metres; null: <see cref="DefaultThresholds"/>.</param>
    /// <param name="cancellationToken">Stops the measuring.</param>
    public static SplitOverlap Measure(
        IEnumerable<PlacedSample> training,
        IEnumerable<PlacedSample> evaluated,
        IEnumerable<double>? thresholds = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(evaluated);
        ImmutableArray<double> edges = [.. (thresholds ?? DefaultThresholds).Distinct().Order()];
        NearestSamples index = new(training);
        ImmutableArray<SampleDistance> samples = [.. evaluated.Select(sample =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new SampleDistance(sample, index.Find(sample));
        })];
        return new SplitOverlap(
            samples,
            OverlapStatistics.Of(samples, edges),
            samples.GroupBy(sample => sample.Sample.Location).ToImmutableSortedDictionary(
                location => location.Key, location => OverlapStatistics.Of([.. location], edges), StringComparer.Ordinal));
    }
}
