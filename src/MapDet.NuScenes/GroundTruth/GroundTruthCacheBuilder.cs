using System.Collections.Immutable;
using Apache.Arrow;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.NuScenes.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>
/// Makes ground-truth caches: on all cores, in parts of which the finished ones survive a kill, in flat memory.
/// </summary>
public sealed class GroundTruthCacheBuilder
{
    private readonly ILogger _logger;

    /// <summary>Creates a builder.</summary>
    /// <param name="logger">Hears what is made and what is taken over.</param>
    public GroundTruthCacheBuilder(ILogger<GroundTruthCacheBuilder>? logger = null) => _logger = logger ?? NullLogger<GroundTruthCacheBuilder>.Instance;

    /// <summary>Samples of a part.</summary>
    internal int PartSize { get; init; } = 256;

    /// <summary>Makes a cache. An existing file is replaced at the very end; finished parts of an interrupted run are taken over.</summary>
    /// <param name="request">What it is made from.</param>
    /// <param name="path">The file.</param>
    /// <param name="progress">Hears how far it is; called from several threads.</param>
    /// <param name="cancellationToken">Stops the work; finished parts stay.</param>
    /// <exception cref="MapDetException">A map is faulty, or the file can't be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<GroundTruthCacheInfo> BuildAsync(
        GroundTruthRequest request,
        string path,
        IProgress<GroundTruthProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.Run(() => Build(request, Path.GetFullPath(path), progress, cancellationToken), cancellationToken);
    }

    private GroundTruthCacheInfo Build(GroundTruthRequest request, string path, IProgress<GroundTruthProgress>? progress, CancellationToken cancellationToken)
    {
        if (request.Samples.IsDefaultOrEmpty)
        {
            throw new MapDetException($"The split '{request.Split}' selects no sample, so there is nothing to make {path} from.");
        }

        try
        {
            GroundTruthCacheInfo info = Describe(request);
            CacheParts parts = new(path, info.Hash);
            int partCount = (request.Samples.Length + PartSize - 1) / PartSize;
            Counter counter = new(request.Samples.Length, progress);
            for (int part = 0; part < partCount; part++)
            {
                info = info with { Statistics = info.Statistics.Add(FinishPart(request, info, parts, part, counter, cancellationToken)) };
            }

            cancellationToken.ThrowIfCancellationRequested();
            Merge(path, info, parts, partCount);
            parts.Remove();
            Log.CacheMade(_logger, path, info.Statistics.Samples, info.Statistics.Elements);
            return info;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MapDetException($"{path}: the ground-truth cache can't be written: {exception.Message}", exception);
        }
    }

    private GroundTruthStatistics FinishPart(
        GroundTruthRequest request, GroundTruthCacheInfo info, CacheParts parts, int part, Counter counter, CancellationToken cancellationToken)
    {
        ImmutableArray<SceneSample> wanted = [.. request.Samples.Skip(part * PartSize).Take(PartSize)];
        using (GroundTruthCache? finished = parts.TryOpen(part))
        {
            if (finished is not null && Holds(finished, wanted))
            {
                Log.PartTakenOver(_logger, finished.Path);
                counter.Add(finished.Count);
                return finished.Info.Statistics;
            }
        }

        GroundTruthSample[] samples = Extract(request, wanted, counter, cancellationToken);
        GroundTruthCacheInfo partInfo = info with { Statistics = GroundTruthStatistics.Of(samples) };
        Schema schema = CacheSchema.Create(partInfo);
        CacheFileWriter.Write(parts.PathOf(part), schema, [CacheBatchWriter.Create(schema, samples, request.PointCount)]);
        return partInfo.Statistics;
    }

    private static bool Holds(GroundTruthCache cache, ImmutableArray<SceneSample> wanted) =>
        Enumerable.Range(0, cache.Count).Select(cache.TokenAt).SequenceEqual(wanted.Select(pair => pair.Sample.Token));

    private static GroundTruthSample[] Extract(
        GroundTruthRequest request, ImmutableArray<SceneSample> wanted, Counter counter, CancellationToken cancellationToken)
    {
        GroundTruthSample[] samples = new GroundTruthSample[wanted.Length];
        ParallelOptions parallel = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, wanted.Length, parallel, i =>
        {
            (SceneRecord scene, SampleRecord sample) = wanted[i];
            GroundTruthExtractor extractor = new(request.Maps[scene.Location], request.Range, request.PointCount);
            samples[i] = new GroundTruthSample(
                sample.Token,
                scene.Name,
                scene.Location,
                request.Tables.LidarToWorld(sample),
                extractor.Extract(request.Tables.MapFrame(sample)));
            counter.Add(1);
        });
        return samples;
    }

    private static void Merge(string path, GroundTruthCacheInfo info, CacheParts parts, int partCount) =>
        CacheFileWriter.Write(path, CacheSchema.Create(info), Enumerable.Range(0, partCount).SelectMany(part => Records(parts.PathOf(part))));

    private static IEnumerable<RecordBatch> Records(string part)
    {
        using GroundTruthCache cache = GroundTruthCache.Open(part);
        foreach (RecordBatch records in cache.Records)
        {
            yield return records;
        }
    }

    private static GroundTruthCacheInfo Describe(GroundTruthRequest request) => new()
    {
        NuScenesVersion = request.Tables.Version,
        Split = request.Split,
        Range = request.Range,
        PointCount = request.PointCount,
        ClassNames = MapClasses.Names,
        MapVersions = request.Locations.ToImmutableSortedDictionary(location => location, location => request.Maps[location].Version, StringComparer.Ordinal),
        ExtractionVersion = GroundTruthExtractor.Version,
        Hash = request.ComputeHash(),
        Statistics = GroundTruthStatistics.Of([]),
    };

    private sealed class Counter(int total, IProgress<GroundTruthProgress>? progress)
    {
        private int _done;

        public void Add(int count) => progress?.Report(new GroundTruthProgress(Interlocked.Add(ref _done, count), total));
    }
}
