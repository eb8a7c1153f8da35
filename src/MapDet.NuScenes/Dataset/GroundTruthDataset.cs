using System.Collections.Frozen;
using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.NuScenes.GroundTruth;

namespace MapDet.NuScenes.Dataset;

/// <summary>The samples of a ground-truth cache with their cameras. It owns the cache.</summary>
public sealed class GroundTruthDataset : IMapDataset, IDisposable
{
    private readonly IFrameSource _source;
    private readonly GroundTruthCache _cache;
    private readonly ImmutableArray<FrameRecord> _frames;

    /// <summary>Joins frames and cache, and checks that every sample of the cache is among the frames with all six cameras.</summary>
    /// <param name="frames">The frames of the data that the cache was made from.</param>
    /// <param name="cache">The ground truth; disposed together with the data set.</param>
    /// <param name="name">A name for messages; the cache's split if null.</param>
    /// <exception cref="InvalidInputException">The cache does not belong to the frames.</exception>
    /// <exception cref="MapDetException">The frames break the contract of <see cref="IFrameSource"/>, such as a sample that lacks a camera.</exception>
    public GroundTruthDataset(IFrameSource frames, GroundTruthCache cache, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(cache);
        (_source, _cache) = (frames, cache);
        Name = name ?? cache.Info.Split;
        FrozenDictionary<string, FrameRecord> known = FrameCheck.Read(frames).ToFrozenDictionary(frame => frame.SampleToken);
        _frames = [.. Enumerable.Range(0, cache.Count).Select(i => Find(known, cache.TokenAt(i)))];
        foreach (FrameRecord frame in _frames)
        {
            _ = FrameCheck.Cameras(frames, frame);
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => _cache.Count;

    /// <inheritdoc/>
    public string GroundTruthHash => _cache.Info.Hash;

    /// <summary>What the cache says about itself.</summary>
    public GroundTruthCacheInfo GroundTruthInfo => _cache.Info;

    /// <inheritdoc/>
    public MapSample this[int index]
    {
        get
        {
            FrameRecord frame = _frames[index];
            SurroundFrame surround = new(frame.SampleToken, frame.MapFrame, _source.Cameras(frame));
            return new MapSample(surround, frame.SceneName, frame.Location, frame.Timestamp, _cache[index].Elements);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    private FrameRecord Find(FrozenDictionary<string, FrameRecord> frames, string token) => frames.TryGetValue(token, out FrameRecord? frame)
        ? frame
        : throw new InvalidInputException(_cache.Path, $"there is no such sample in {_source.Version}.", token, "sample_token");
}
