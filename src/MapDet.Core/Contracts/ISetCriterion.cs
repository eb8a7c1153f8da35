using System.Collections.Immutable;

namespace MapDet.Core.Contracts;

/// <summary>Matches predictions with the ground truth and says how far they are off.</summary>
public interface ISetCriterion
{
    /// <summary>Computes the loss of a batch.</summary>
    /// <param name="predictions">All layers, B samples.</param>
    /// <param name="groundTruth">The elements of each of the B samples, in metres.</param>
    /// <param name="positives">
    /// What the terms are divided by: the matched queries of the whole effective batch, at least 1. Null: those of this batch.
    /// A caller that cuts a batch into parts gives the number of all parts (<see cref="CountPositives"/>), so that the parts' losses add up.
    /// </param>
    /// <param name="keys">
    /// A number a sample that decides what is left to chance, so that equal runs give equal losses: seed, step and sample in one. Null: nothing is
    /// left to chance.
    /// </param>
    /// <returns>
    /// Tensors of the current dispose scope. Predictions that are not finite never throw: the loss is not finite then, and <see cref="SetLoss.Faults"/>
    /// names them.
    /// </returns>
    SetLoss Compute(
        MapPredictions predictions,
        IReadOnlyList<ImmutableArray<MapElement>> groundTruth,
        double? positives = null,
        IReadOnlyList<long>? keys = null);

    /// <summary>The number of queries that will be matched, known beforehand: the lesser of queries and ground truths, summed.</summary>
    /// <param name="groundTruth">The elements of each sample.</param>
    /// <param name="queries">Queries a sample.</param>
    int CountPositives(IEnumerable<ImmutableArray<MapElement>> groundTruth, int queries);
}
