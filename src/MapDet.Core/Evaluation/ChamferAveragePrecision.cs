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
    private readonly List<Sample> _samples = [];
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

    /// <summary>Rings around the vehicle that end at 10, 20 and 30 m, and one beyond.</summary>
    public static ImmutableArray<double> DefaultRingEdges { get; } = [10, 20, 30];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The sample has been added before.</exception>
    public void Add(string sampleToken, IReadOnlyList<MapDetection> detections, ImmutableArray<MapElement> groundTruth)
    {
        ArgumentNullException.ThrowIfNull(detections);
        if (!_tokens.Add(sampleToken))
        {
            throw new ArgumentException($"Sample {sampleToken} has been added before.", nameof(sampleToken));
        }

        _samples.Add(new Sample(detections, groundTruth));
    }

    /// <inheritdoc/>
    public MapMetrics Compute(CancellationToken cancellationToken = default)
    {
        DetectionOutcome[][][] outcomes = MatchAll((_, _, matched) => matched, cancellationToken);
        return new MapMetrics(_thresholds, [.. MapClasses.All.Select(c => Score(c, outcomes[(int)c]))], _samples.Count);
    }

    /// <summary>Scores everything added so far as <see cref="Compute"/> does, and takes the scores apart.</summary>
    /// <param name="ringEdges">
    /// Distances from the vehicle in metres at which one ring ends and the next begins, rising; left out: <see cref="DefaultRingEdges"/>.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The edges are not positive, finite and rising.</exception>
    public MapAnalysis Analyze(ImmutableArray<double> ringEdges = default, CancellationToken cancellationToken = default)
    {
        DistanceRings rings = new(ringEdges.IsDefault ? DefaultRingEdges : ringEdges);
        PlacedSample[][] samples = MatchAll((sample, c, matched) => PlacedSample.Create(matched, sample.Detections, sample.GroundTruth, c, rings), cancellationToken);
        ImmutableArray<DetectionAnalyzer> analyzers = [.. MapClasses.All.Select(c => new DetectionAnalyzer(c, samples[(int)c], rings))];
        ImmutableArray<ThresholdAnalysis> parts = [.. analyzers.SelectMany(a => _thresholds.Select((threshold, t) => a.Analyze(t, threshold)))];
        ImmutableArray<ClassMetrics> classes = [.. parts.GroupBy(part => part.Class).Select(Summarize)];
        return new MapAnalysis(new MapMetrics(_thresholds, classes, _samples.Count), parts);
    }

    private static ClassMetrics Summarize(IEnumerable<ThresholdAnalysis> parts)
    {
        RingScores[] scores = [.. parts.Select(part => part.Overall)];
        return new ClassMetrics([.. scores.Select(s => s.AveragePrecision)], scores[0].GroundTruths, scores[0].Predictions);
    }

    /// <summary>Matches every sample: of each class, what <paramref name="select"/> makes of each sample.</summary>
    private T[][] MatchAll<T>(Func<Sample, MapClass, DetectionOutcome[], T> select, CancellationToken cancellationToken)
    {
        DetectionMatcher matcher = new(_thresholds, _thresholds.Max());
        T[][] results = [.. MapClasses.All.Select(_ => new T[_samples.Count])];
        Parallel.For(0, _samples.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            foreach (MapClass mapClass in MapClasses.All)
            {
                Sample sample = _samples[i];
                results[(int)mapClass][i] = select(sample, mapClass, matcher.Match(sample.Detections, sample.GroundTruth, mapClass));
            }
        });
        return results;
    }

    private ClassMetrics Score(MapClass mapClass, DetectionOutcome[][] outcomes)
    {
        DetectionOutcome[] byScore = [.. outcomes.SelectMany(sample => sample).OrderByDescending(outcome => outcome.Score)];
        int groundTruths = _samples.Sum(sample => sample.GroundTruth.Count(element => element.Class == mapClass));
        return new ClassMetrics(
            [.. _thresholds.Select((_, t) => AveragePrecision.Area([.. byScore.Select(outcome => outcome.IsTrue(t))], groundTruths))],
            groundTruths,
            byScore.Length);
    }

    private readonly record struct Sample(IReadOnlyList<MapDetection> Detections, ImmutableArray<MapElement> GroundTruth);
}
