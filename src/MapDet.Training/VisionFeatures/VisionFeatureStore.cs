using System.Collections.Concurrent;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using TorchSharp;

namespace MapDet.Training.VisionFeatures;

/// <summary>
/// Keeps what the frozen vision tower made of a sample's pictures, plain and mirrored: in memory up to a limit, and in files where there is a folder for
/// them. Safe for use from several threads.
/// </summary>
/// <param name="megabytes">The limit; 0 keeps nothing in memory.</param>
/// <param name="files">Keeps them from run to run; null: nothing does.</param>
internal sealed class VisionFeatureStore(int megabytes, VisionFeatureFiles? files = null) : IDisposable
{
    private readonly ConcurrentDictionary<BatchItem, ImageTokens> _known = new();
    private readonly ConcurrentDictionary<BatchItem, string> _names = new();
    private readonly long _limit = megabytes * 1_000_000L;
    private long _used;

    /// <summary>The items of a batch, those marked whose pictures need not be read. To be called as late as possible before they are.</summary>
    /// <param name="dataset">What the items are of.</param>
    /// <param name="items">The items.</param>
    public IReadOnlyList<BatchItem> Mark(IMapDataset dataset, IReadOnlyList<BatchItem> items) =>
        _limit == 0 && files is null ? items : [.. items.Select(item => item with { NeedsImages = !IsKnown(dataset, item) })];

    /// <summary>The image tokens of some samples of a batch, from memory or files where they are known.</summary>
    /// <remarks>Each sample is encoded by itself: its tokens must not depend, in their last bits, on which of its neighbours were known already.</remarks>
    /// <param name="model">Encodes the others.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="start">Its first sample that counts.</param>
    /// <param name="count">How many.</param>
    /// <param name="device">Where the model is.</param>
    /// <returns>Tensors of the current dispose scope.</returns>
    public ImageTokens Encode(IMapModel model, MapBatch batch, int start, int count, torch.Device device)
    {
        BatchItem[] items = batch.Items.IsDefault ? [] : [.. batch.Items];
        int picture = items.Length == 0 ? start : items.AsSpan(0, start).ToArray().Count(item => item.NeedsImages);
        List<ImageTokens> tokens = new(count);
        for (int sample = start; sample < start + count; sample++)
        {
            BatchItem? item = items.Length == 0 ? null : items[sample];
            tokens.Add(item is { } asked && Find(asked, device) is { } known ? known : Encode(model, batch, picture, item, device));
            picture += item is { NeedsImages: false } ? 0 : 1;
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

    private bool IsKnown(IMapDataset dataset, BatchItem item)
    {
        if (item.Colors is not null)
        {
            // Drawn anew each time: nothing would ever be found again.
            return false;
        }

        return _known.ContainsKey(Key(item))
            || (files is not null && files.Has(_names.GetOrAdd(Key(item), _ => files.Name(dataset[item.Index].Frame, item.IsMirrored))));
    }

    private ImageTokens? Find(BatchItem item, torch.Device device)
    {
        if (_known.TryGetValue(Key(item), out ImageTokens? known))
        {
            return known;
        }

        return files is not null && item.Colors is null && _names.TryGetValue(Key(item), out string? name) && files.Has(name)
            ? Remember(item, files.Read(name, device))
            : null;
    }

    private ImageTokens Encode(IMapModel model, MapBatch batch, int picture, BatchItem? item, torch.Device device)
    {
        ImageTokens tokens = model.EncodeImages(batch.Images.narrow(0, picture, 1).to(device));
        if (item is not { Colors: null } kept)
        {
            return tokens;
        }

        if (files is not null && _names.TryGetValue(Key(kept), out string? name))
        {
            files.Write(name, tokens);
        }

        return Remember(kept, tokens);
    }

    // A copy, because what the tower returns may be a view of something larger.
    private ImageTokens Remember(BatchItem item, ImageTokens tokens)
    {
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
