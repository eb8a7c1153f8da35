using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.Training.Tests.Fakes;

/// <summary>Remembers with which keys it was called.</summary>
internal sealed class KeyRecordingCriterion(ISetCriterion inner) : ISetCriterion
{
    public List<long> Keys { get; } = [];

    public SetLoss Compute(
        MapPredictions predictions,
        IReadOnlyList<ImmutableArray<MapElement>> groundTruth,
        double? positives = null,
        IReadOnlyList<long>? keys = null)
    {
        lock (Keys)
        {
            Keys.AddRange(keys ?? []);
        }

        return inner.Compute(predictions, groundTruth, positives, keys);
    }

    public int CountPositives(IEnumerable<ImmutableArray<MapElement>> groundTruth, int queries) => inner.CountPositives(groundTruth, queries);
}
