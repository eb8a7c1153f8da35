using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.Training.Tests.Fakes;

/// <summary>Gives the scores that a test wants, one after the other; the last one stays.</summary>
internal sealed class ScriptedMetric(Queue<double> scores) : IMapMetric
{
    private int _samples;

    public void Add(string sampleToken, IReadOnlyList<MapDetection> detections, ImmutableArray<MapElement> groundTruth) => _samples++;

    public MapMetrics Compute(CancellationToken cancellationToken = default)
    {
        double score = scores.Count > 1 ? scores.Dequeue() : scores.Peek();
        ClassMetrics metrics = new([score, score, score], _samples, _samples);
        return new MapMetrics([0.5, 1.0, 1.5], [metrics, metrics, metrics], _samples);
    }
}
