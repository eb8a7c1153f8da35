using System.Collections.Concurrent;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using TorchSharp;

namespace MapDet.Training.Loop;

/// <summary>
/// Keeps what the frozen vision tower made of a sample's pictures, plain and mirrored, in memory up to a limit. Safe for use from
/// several threads.
/// </summary>
/// <param name="megabytes">The limit; 0 keeps nothing.</param>
internal sealed class VisionFeatureStore(int megabytes) : IDisposable
{
    private readonly ConcurrentDictionary<BatchItem, ImageTokens> _known = new();
    private readonly long _limit = megabytes * 1_000_000L;
    private long _used;

    /// <summary>The items of a batch, those marked whose pictures need not be read. To be called as late as possible before they are.</summary>
    public IReadOnlyList<BatchItem> Mark(IReadOnlyList<BatchItem> items) =>
        _limit == 0 ? items : [.. items.Select(item => item with { NeedsImages = !_known.ContainsKey(Key(item)) })];

    /// <summary>The image tokens of some samples of a batch, from memory where they are known.</summary>
    /// <param name="model">Encodes the others.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="start">Its first sample that counts.</param>
    /// <param name="count">How many.</param>
    /// <param name="device">Where the model is.</param>
    /// <returns>Tensors of the current dispose scope.</returns>
    public ImageTokens Encode(IMapModel model, MapBatch batch, int start, int count, torch.Device device)
    {
        if (_limit == 0 || batch.Items.IsDefault)
        {
            return model.EncodeImages(batch.Images.narrow(0, start, count).to(device));
        }

        // Each sample by itself: its tokens must not depend, in their last bits, on which neighbours were known already.
        int picture = batch.Items.AsSpan(0, start).ToArray().Count(item => item.NeedsImages);
        List<ImageTokens> tokens = new(count);
        foreach (BatchItem item in batch.Items.AsSpan(start, count))
        {
            tokens.Add(_known.TryGetValue(Key(item), out ImageTokens? known)
                ? known
                : Keep(item, model.EncodeImages(batch.Images.narrow(0, picture, 1).to(device))));
            picture += item.NeedsImages ? 1 : 0;
        }

        return tokens[0] with
        {
            Tokens = torch.cat([.. tokens.Select(t => t.Tokens)]),
            ClassTokens = tokens[0].ClassTokens is null ? null : torch.cat([.. tokens.Select(t => t.ClassTokens!)]),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ImageTokens tokens in _known.Values)
        {
            Release(tokens);
        }

        _known.Clear();
    }

    private static BatchItem Key(BatchItem item) => item with { NeedsImages = false };

    private static void Release(ImageTokens tokens)
    {
        tokens.Tokens.Dispose();
        tokens.ClassTokens?.Dispose();
    }

    private static long Size(torch.Tensor? tensor) => tensor is null ? 0 : tensor.numel() * tensor.element_size();

    // A copy, because what the tower returns may be a view of something larger.
    private ImageTokens Keep(BatchItem item, ImageTokens tokens)
    {
        if (item.Colors is not null)
        {
            // Drawn anew each time: nothing would ever be found again.
            return tokens;
        }

        long size = Size(tokens.Tokens) + Size(tokens.ClassTokens);
        if (Interlocked.Add(ref _used, size) > _limit)
        {
            Interlocked.Add(ref _used, -size);
            return tokens;
        }

        ImageTokens kept = tokens with
        {
            Tokens = tokens.Tokens.clone().DetachFromDisposeScope(),
            ClassTokens = tokens.ClassTokens?.clone().DetachFromDisposeScope(),
        };
        if (_known.TryAdd(Key(item), kept))
        {
            return kept;
        }

        Release(kept);
        Interlocked.Add(ref _used, -size);
        return tokens;
    }
}
