using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using TorchSharp;

namespace MapDet.Stage2.Inference;

/// <summary>Runs a model over samples of a data set.</summary>
/// <param name="model">The model, which stays the caller's.</param>
/// <param name="loader">Loads pictures.</param>
/// <param name="batchSize">Samples at a time.</param>
internal sealed class Predictor(IMapModel model, IMapBatchLoader loader, int batchSize)
{
    /// <summary>Finds map elements, sample by sample, in the order given.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="indices">Which of them.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async IAsyncEnumerable<(MapSample Sample, ImmutableArray<MapDetection> Detections)> PredictAsync(
        IMapDataset dataset, IReadOnlyList<int> indices, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IEnumerable<BatchItem[]> batches = indices.Select(i => new BatchItem(i)).Chunk(batchSize);
        await foreach (MapBatch batch in loader.LoadAsync(dataset, batches, cancellationToken).ConfigureAwait(false))
        {
            using (batch)
            {
                ImmutableArray<ImmutableArray<MapDetection>> detections = Detect(batch);
                for (int i = 0; i < batch.Samples.Length; i++)
                {
                    yield return (batch.Samples[i], detections[i]);
                }
            }
        }
    }

    private ImmutableArray<ImmutableArray<MapDetection>> Detect(MapBatch batch)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        MapPredictions predictions = model.Forward(model.EncodeImages(batch.Images), batch.Projections);
        return DetectionDecoding.Decode(predictions.Final, model.Options.Range);
    }
}
