using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MapDet.Core.Contracts;
using MapDet.Core.Imaging;

namespace MapDet.Core.Batching;

/// <summary>Loads batches one after the other, the pictures of each in parallel, a bounded number of batches ahead.</summary>
/// <param name="inputs">Reads pictures and camera geometry.</param>
/// <param name="options">How far and how fast.</param>
public sealed class MapBatchLoader(SurroundInputLoader inputs, BatchLoaderOptions? options = null) : IMapBatchLoader
{
    private readonly BatchLoaderOptions _options = options ?? new BatchLoaderOptions();

    /// <inheritdoc/>
    public async IAsyncEnumerable<MapBatch> LoadAsync(
        IMapDataset dataset,
        IEnumerable<IReadOnlyList<BatchItem>> batches,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(batches);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<MapBatch> loaded = Channel.CreateBounded<MapBatch>(
            new BoundedChannelOptions(_options.Prefetch) { SingleReader = true, SingleWriter = true });
        Task producer = Task.Run(() => ProduceAsync(dataset, batches, loaded.Writer, stop.Token), CancellationToken.None);
        try
        {
            while (await loaded.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (loaded.Reader.TryRead(out MapBatch? batch))
                {
                    yield return batch;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await producer.ConfigureAwait(false);
            while (loaded.Reader.TryRead(out MapBatch? batch))
            {
                batch.Dispose();
            }
        }
    }

    // Never throws: a failure travels through the channel to the consumer, behind the batches that went well.
    private async Task ProduceAsync(
        IMapDataset dataset, IEnumerable<IReadOnlyList<BatchItem>> batches, ChannelWriter<MapBatch> writer, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        MapBatch? unclaimed = null;
        try
        {
            foreach (IReadOnlyList<BatchItem> items in batches)
            {
                unclaimed = await LoadBatchAsync(dataset, items, cancellationToken).ConfigureAwait(false);
                await writer.WriteAsync(unclaimed, cancellationToken).ConfigureAwait(false);
                unclaimed = null;
            }
        }
#pragma warning disable CA1031 // The consumer gets it, whatever it is.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = exception;
        }

        unclaimed?.Dispose();
        writer.Complete(failure);
    }

    private async Task<MapBatch> LoadBatchAsync(IMapDataset dataset, IReadOnlyList<BatchItem> items, CancellationToken cancellationToken)
    {
        ImmutableArray<MapSample> samples =
            [.. items.Select(item => item.IsMirrored ? RigMirror.Mirror(dataset[item.Index]) : dataset[item.Index])];
        SurroundInput input = await inputs.LoadAsync(
            [.. samples.Select(sample => sample.Frame)],
            [.. items.Select(item => new PictureChange(item.IsMirrored, item.Colors, item.NeedsImages))],
            _options.Workers,
            cancellationToken).ConfigureAwait(false);
        return new MapBatch(samples, input.Images, input.Projections, [.. items]);
    }
}
