using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MapDet.Core;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Stage2.Inference;

/// <summary>Runs a model over samples of a data set.</summary>
internal sealed class Predictor
{
    private readonly IMapModel _model;
    private readonly IMapBatchLoader _loader;
    private readonly int _batchSize;
    private readonly torch.Device _device;

    /// <summary>Moves the model to a device.</summary>
    /// <param name="model">The model, which stays the caller's.</param>
    /// <param name="loader">Loads pictures.</param>
    /// <param name="batchSize">Samples at a time.</param>
    /// <param name="device"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <exception cref="MapDetException">The device can't be used.</exception>
    public Predictor(IMapModel model, IMapBatchLoader loader, int batchSize, string device)
    {
        (_model, _loader, _batchSize) = (model, loader, batchSize);
        _device = ComputeDevice.Find(device);
        _model.MoveTo(_device);
    }

    /// <summary>Finds map elements, sample by sample, in the order given.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="indices">Which of them.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async IAsyncEnumerable<(MapSample Sample, ImmutableArray<MapDetection> Detections)> PredictAsync(
        IMapDataset dataset, IReadOnlyList<int> indices, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IEnumerable<BatchItem[]> batches = indices.Select(i => new BatchItem(i)).Chunk(_batchSize);
        await foreach (MapBatch batch in _loader.LoadAsync(dataset, batches, cancellationToken).ConfigureAwait(false))
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
        MapPredictions predictions = _model.Forward(_model.EncodeImages(batch.Images.to(_device)), batch.Projections.to(_device));
        return DetectionDecoding.Decode(predictions.Final, _model.Options.Range);
    }
}
