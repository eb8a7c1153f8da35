using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Training.VisionFeatures;

namespace MapDet.Training.Loop;

/// <summary>Loads what the steps of a run see, ahead of their use, for a thread that waits.</summary>
internal static class StepFeed
{
    /// <summary>Loads the samples of some steps.</summary>
    /// <param name="loader">Loads batches ahead.</param>
    /// <param name="dataset">The training set.</param>
    /// <param name="order">Which samples each step sees.</param>
    /// <param name="features">Knows which pictures need not be read again.</param>
    /// <param name="firstStep">Counted from 0 over the whole run.</param>
    /// <param name="endStep">The step behind the last one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <returns>A step each, which the caller disposes.</returns>
    public static IEnumerable<StepData> Load(
        IMapBatchLoader loader,
        IMapDataset dataset,
        DataOrder order,
        VisionFeatureStore features,
        int firstStep,
        int endStep,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using IEnumerator<MapBatch> batches = loader
            .LoadAsync(dataset, order.MicroBatches(firstStep, endStep).Select(items => features.Mark(dataset, items)), cancellationToken)
            .ToBlockingEnumerable(cancellationToken)
            .GetEnumerator();
        for (int step = firstStep; step < endStep; step++)
        {
            long begin = time.GetTimestamp();
            List<MapBatch> microBatches = [];
            for (int i = order.MicroBatchCount(step); i > 0 && batches.MoveNext(); i--)
            {
                microBatches.Add(batches.Current);
            }

            yield return new StepData(microBatches, begin, time.GetElapsedTime(begin));
        }
    }
}
