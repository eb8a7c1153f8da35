using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;

namespace MapDet.Training.Loop;

/// <summary>A few samples of a data set, again and again: a model that can't learn these by heart will not learn anything.</summary>
/// <param name="dataset">The data set.</param>
/// <param name="indices">The samples' positions in it.</param>
/// <param name="count">Length of the whole.</param>
internal sealed class OverfitSamples(IMapDataset dataset, ImmutableArray<int> indices, int count) : IMapDataset
{
    /// <inheritdoc/>
    public string Name => $"{indices.Length} samples of {dataset.Name}";

    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public string GroundTruthHash => dataset.GroundTruthHash;

    /// <inheritdoc/>
    public MapSample this[int index] => dataset[indices[index % indices.Length]];

    /// <summary>Chooses samples with ground truth, evenly from the whole set.</summary>
    /// <param name="dataset">The set.</param>
    /// <param name="number">How many; fewer where the set has fewer with ground truth.</param>
    /// <param name="shortestEpoch">Samples that an epoch has at least, so that a small set is not evaluated all the time.</param>
    /// <returns>The samples as often as fills an epoch of the whole set, and once.</returns>
    /// <exception cref="MapDetException">No sample has ground truth.</exception>
    public static (IMapDataset Training, IMapDataset Validation) Choose(IMapDataset dataset, int number, int shortestEpoch)
    {
        int[] useful = [.. Enumerable.Range(0, dataset.Count).Where(i => !dataset[i].Elements.IsEmpty)];
        if (useful.Length == 0)
        {
            throw new MapDetException($"No sample of {dataset.Name} has ground truth that a model could learn by heart.");
        }

        int chosen = Math.Min(number, useful.Length);
        ImmutableArray<int> indices = [.. Enumerable.Range(0, chosen).Select(i => useful[(long)i * useful.Length / chosen])];
        return (new OverfitSamples(dataset, indices, Math.Max(dataset.Count, shortestEpoch)), new OverfitSamples(dataset, indices, chosen));
    }
}
