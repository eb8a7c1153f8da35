using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.Core.Evaluation;

/// <summary>
/// MapTR's Chamfer average precision. Samples are added one by one, then scored in parallel; adding is not safe from several threads at once.
/// </summary>
/// <remarks>
/// Source: MapTR, <c>CustomNuScenesLocalMapDataset._evaluate_single</c>, metric <c>chamfer</c> (Liao et al. 2023). Detections of equal score are taken
/// in the order in which they were added, where the reference leaves it to an unstable sort. Detections of fewer than two points do not count;
/// lines of no length, and those that are not finite, are never true.
/// </remarks>
public sealed class ChamferAveragePrecision : IMapMetric
{
    private readonly List<(IReadOnlyList<MapDetection> Detections, ImmutableArray<MapElement> GroundTruth)> _samples = [];
    private readonly HashSet<string> _tokens = new(StringComparer.Ordinal);
    private readonly ImmutableArray<double> _thresholds;

    /// <summary>Creates the metric with the thresholds of published results.</summary>
    public ChamferAveragePrecision()
        : this(DefaultThresholds)
    {
    }

    /// <summary>Creates the metric.</summary>
    /// <param name="thresholds">Distances in metres up to which a detection is true, 1 to 32 of them.</param>
    /// <exception cref="ArgumentException">No threshold or too many, or one that is not positive.</exception>
    public ChamferAveragePrecision(ImmutableArray<double> thresholds)
    {
        if (thresholds.IsDefaultOrEmpty || thresholds.Length > 32 || thresholds.Any(t => !(t > 0) || !double.IsFinite(t)))
        {
            throw new ArgumentException("1 to 32 positive thresholds are needed.", nameof(thresholds));
        }

        _thresholds = thresholds;
    }

    /// <summary>0.5, 1.0 and 1.5 m.</summary>
    public static ImmutableArray<double> DefaultThresholds { get; } = [0.5, 1.0, 1.5];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The sample has been added before.</exception>
    public void Add(string sampleToken, IReadOnlyList<MapDetection> detections, ImmutableArray<MapElement> groundTruth)
    {
        ArgumentNullException.ThrowIfNull(detections);
        if (!_tokens.Add(sampleToken))
        {
            throw new ArgumentException($"Sample {sampleToken} has been added before.", nameof(sampleToken));
        }

        _samples.Add((detections, groundTruth));
    }

    /// <inheritdoc/>
    public MapMetrics Compute(CancellationToken cancellationToken = default)
    {
        DetectionMatcher matcher = new(_thresholds, _thresholds.Max());
        DetectionOutcome[][][] outcomes = new DetectionOutcome[_samples.Count][][];
        Parallel.For(0, _samples.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
            outcomes[i] = [.. MapClasses.All.Select(c => matcher.Match(_samples[i].Detections, _samples[i].GroundTruth, c))]);
        return new MapMetrics(_thresholds, [.. MapClasses.All.Select(c => Score(c, outcomes))], _samples.Count);
    }

    private ClassMetrics Score(MapClass mapClass, DetectionOutcome[][][] outcomes)
    {
        DetectionOutcome[] byScore = [.. outcomes.SelectMany(sample => sample[(int)mapClass]).OrderByDescending(outcome => outcome.Score)];
        int groundTruths = _samples.Sum(sample => sample.GroundTruth.Count(element => element.Class == mapClass));
        return new ClassMetrics(
            [.. _thresholds.Select((_, t) => AveragePrecision.Area([.. byScore.Select(outcome => (outcome.TruePositives >> t & 1) == 1)], groundTruths))],
            groundTruths,
            byScore.Length);
    }
}
