using System.Collections.Immutable;

namespace MapDet.Core.Contracts;

/// <summary>Collects the predictions of a split and scores them.</summary>
public interface IMapMetric
{
    /// <summary>Adds a sample.</summary>
    /// <param name="sampleToken">Its name.</param>
    /// <param name="detections">What was found, metres.</param>
    /// <param name="groundTruth">What is there, metres; scored by its own vertices.</param>
    void Add(string sampleToken, IReadOnlyList<MapDetection> detections, ImmutableArray<MapElement> groundTruth);

    /// <summary>Scores everything added so far.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    MapMetrics Compute(CancellationToken cancellationToken = default);
}
