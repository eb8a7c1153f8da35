using MapDet.Core.Contracts;

namespace MapDet.Core.Batching;

/// <summary>Loads batches with their pictures ahead of their use.</summary>
public interface IMapBatchLoader
{
    /// <summary>Loads batches in the order given, several at once, a bounded number ahead.</summary>
    /// <param name="dataset">Where the samples are.</param>
    /// <param name="batches">Which samples make up each batch.</param>
    /// <param name="cancellationToken">Stops the work; what was loaded ahead is disposed.</param>
    /// <returns>Batches that the caller disposes.</returns>
    /// <exception cref="InvalidInputException">A picture is missing, damaged or of another aspect ratio than stated.</exception>
    IAsyncEnumerable<MapBatch> LoadAsync(IMapDataset dataset, IEnumerable<IReadOnlyList<BatchItem>> batches, CancellationToken cancellationToken = default);
}
