using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.Training.Tests.Fakes;

/// <summary>Scores the mean of all confidences: a number that changes with every weight.</summary>
internal sealed class CountingMetric : IMapMetric
{
    private readonly List<double> _scores = [];
    private int _samples;

    public void Add(string sampleToken, IReadOnlyList<MapDetection> detections, ImmutableArray<MapElement> groundTruth)
    {
        _samples++;
        _scores.AddRange(detections.Select(d => d.Score));
    }

    public MapMetrics Compute(CancellationToken cancellationToken = default)
    {
        double score = _scores.Average();
        ClassMetrics metrics = new([score, score, score], _samples, _scores.Count);
        return new MapMetrics([0.5, 1.0, 1.5], [metrics, metrics, metrics], _samples);
    }
}
