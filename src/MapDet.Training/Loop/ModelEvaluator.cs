using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Training.Loop;

/// <summary>Scores a model on a data set.</summary>
/// <param name="loader">Loads the pictures.</param>
/// <param name="createMetric">Gives an empty metric.</param>
public sealed class ModelEvaluator(IMapBatchLoader loader, Func<IMapMetric> createMetric)
{
    /// <summary>Scores a model on all samples of a data set.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The samples.</param>
    /// <param name="batchSize">Samples at a time.</param>
    /// <param name="computeSlices">Parts of a batch that run at the same time on the CPU.</param>
    /// <param name="progress">Is told the number of samples done.</param>
    /// <param name="device">Where to compute: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>. The model is moved there and stays.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="MapDetException">The device can't be used.</exception>
    public Task<MapMetrics> EvaluateAsync(
        IMapModel model,
        IMapDataset dataset,
        int batchSize = 4,
        int computeSlices = 1,
        IProgress<int>? progress = null,
        string device = "cpu",
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dataset);
        torch.Device found = ComputeDevice.Find(device);
        return Task.Factory.StartNew(
            () =>
            {
                using ComputeSlices slices = ComputeSlices.For(found, computeSlices);
                model.MoveTo(found);
                return Evaluate(model, dataset, batchSize, slices, found, progress is null ? null : progress.Report, cancellationToken);
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>The same on the calling thread. Leaves the model in evaluation mode.</summary>
    internal MapMetrics Evaluate(
        IMapModel model,
        IMapDataset dataset,
        int batchSize,
        ComputeSlices slices,
        torch.Device device,
        Action<int>? progress,
        CancellationToken cancellationToken)
    {
        model.SetTraining(false);
        IMapMetric metric = createMetric();
        IEnumerable<BatchItem[]> batches = Enumerable.Range(0, dataset.Count).Select(i => new BatchItem(i)).Chunk(batchSize);
        int done = 0;
        BatchDivision division = new();
        foreach (MapBatch batch in loader.LoadAsync(dataset, batches, cancellationToken).ToBlockingEnumerable(cancellationToken))
        {
            using (batch)
            {
                IEnumerable<ImmutableArray<MapDetection>> found = division.Run(
                    batch.Samples.Length, () => DetectInPieces(model, batch, division, slices, device));
                foreach ((MapSample sample, ImmutableArray<MapDetection> detections) in batch.Samples.Zip(found))
                {
                    metric.Add(sample.Token, detections, sample.Elements);
                }

                done += batch.Samples.Length;
                progress?.Invoke(done);
            }
        }

        return metric.Compute(cancellationToken);
    }

    private static ImmutableArray<MapDetection>[] DetectInPieces(
        IMapModel model, MapBatch batch, BatchDivision division, ComputeSlices slices, torch.Device device) =>
    [
        .. division.Cut(batch.Samples.Length).SelectMany(piece => slices
            .Run(piece.Count, (start, count) => Detect(model, batch, piece.Start + start, count, device))
            .SelectMany(detections => detections)),
    ];

    private static ImmutableArray<ImmutableArray<MapDetection>> Detect(IMapModel model, MapBatch batch, int start, int count, torch.Device device)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        torch.Tensor images = batch.Images.narrow(0, start, count).to(device);
        torch.Tensor projections = batch.Projections.narrow(0, start, count).to(device);
        MapPredictions predictions = model.Forward(model.EncodeImages(images), projections);
        return DetectionDecoding.Decode(predictions.Final, model.Options.Range);
    }
}
