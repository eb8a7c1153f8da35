using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.NuScenes.GroundTruth;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Dataset;

/// <summary>The samples of a ground-truth cache with their cameras. It owns the cache.</summary>
public sealed class NuScenesDataset : IMapDataset, IDisposable
{
    private readonly NuScenesTables _tables;
    private readonly GroundTruthCache _cache;
    private readonly NuScenesFrames _frames;

    /// <summary>Joins tables and cache, and checks that every sample of the cache is in the tables with all six cameras.</summary>
    /// <param name="tables">The tables of the version that the cache was made from.</param>
    /// <param name="cache">The ground truth; disposed together with the data set.</param>
    /// <param name="name">A name for messages; the cache's split if null.</param>
    /// <exception cref="InvalidInputException">The cache does not belong to the tables, or a sample lacks a camera.</exception>
    public NuScenesDataset(NuScenesTables tables, GroundTruthCache cache, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(cache);
        (_tables, _cache, _frames) = (tables, cache, new NuScenesFrames(tables));
        Name = name ?? cache.Info.Split;
        for (int i = 0; i < cache.Count; i++)
        {
            _ = _frames.Create(Find(cache.TokenAt(i)).Sample);
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
            GroundTruthSample truth = _cache[index];
            SampleRecord sample = Find(truth.SampleToken).Sample;
            return new MapSample(_frames.Create(sample), truth.SceneName, truth.Location, sample.Timestamp, truth.Elements);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    private SceneSample Find(string token) => _tables.FindSample(token)
        ?? throw new InvalidInputException(_cache.Path, $"there is no such sample in {_tables.Version} of {_tables.DataRoot}.", token, "sample_token");
}
