using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Apache.Arrow;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.IO;
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

        if (AtomicFile.IsDevice(path))
        {
            throw new MapDetException($"{path}: this is a device; a ground-truth cache needs a file on a disk.");
        }

        try
        {
            return Make(request, path, progress, cancellationToken);
        }
        catch (AggregateException exception) when (exception.InnerException is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, exception.InnerException);
        }
        catch (AggregateException exception) when (exception.InnerException is { } first)
        {
            // Several parts may fail at once; one fault is enough to mend.
            ExceptionDispatchInfo.Throw(first);
            throw;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, exception);
        }
    }

    private GroundTruthCacheInfo Make(GroundTruthRequest request, string path, IProgress<GroundTruthProgress>? progress, CancellationToken cancellationToken)
    {
        GroundTruthCacheInfo info = Describe(request, cancellationToken);
        CacheParts parts = new(path, info.Hash);
        try
        {
            FrozenDictionary<string, GroundTruthExtractor> extractors = Prepare(request, cancellationToken);
            GroundTruthStatistics[] statistics = new GroundTruthStatistics[(request.Samples.Length + PartSize - 1) / PartSize];
            Counter counter = new(request.Samples.Length, progress);
            Parallel.For(0, statistics.Length, Limits(cancellationToken), part =>
                statistics[part] = FinishPart(request, info, parts, part, extractors, counter, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            info = info with { Statistics = statistics.Aggregate((sum, part) => sum.Add(part)) };
            Merge(path, info, parts, statistics.Length);
            parts.Remove();
            Log.CacheMade(_logger, path, info.Statistics.Samples, info.Statistics.Elements);
            return info;
        }
        finally
        {
            parts.RemoveIfEmpty();
        }
    }

    private static MapDetException Unwritable(string path, Exception exception) =>
        new($"{path}: the ground-truth cache can't be written: {exception.Message}", exception);

    private static ParallelOptions Limits(CancellationToken cancellationToken) =>
        new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };

    // The union of all roads of a map takes a while: all maps at once, and each once only.
    private static FrozenDictionary<string, GroundTruthExtractor> Prepare(GroundTruthRequest request, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<string, GroundTruthExtractor> extractors = new(StringComparer.Ordinal);
        Parallel.ForEach(request.Locations, Limits(cancellationToken), location =>
            extractors[location] = new GroundTruthExtractor(request.Maps.Map(location, cancellationToken), request.Range, request.PointCount));
        return extractors.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private GroundTruthStatistics FinishPart(
        GroundTruthRequest request,
        GroundTruthCacheInfo info,
        CacheParts parts,
        int part,
        FrozenDictionary<string, GroundTruthExtractor> extractors,
        Counter counter,
        CancellationToken cancellationToken)
    {
        ReadOnlySpan<FrameRecord> wanted = request.Samples.AsSpan()[(part * PartSize)..Math.Min((part + 1) * PartSize, request.Samples.Length)];
        using (GroundTruthCache? finished = parts.TryOpen(part))
        {
            if (finished is not null && Holds(finished, wanted))
            {
                Log.PartTakenOver(_logger, finished.Path);
                counter.Add(finished.Count);
                return finished.Info.Statistics;
            }
        }

        GroundTruthSample[] samples = new GroundTruthSample[wanted.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FrameRecord frame = wanted[i];
            samples[i] = new GroundTruthSample(
                frame.SampleToken, frame.SceneName, frame.Location, frame.LidarToWorld, extractors[frame.Location].Extract(frame.MapFrame));
            counter.Add(1);
        }

        GroundTruthCacheInfo partInfo = info with { Statistics = GroundTruthStatistics.Of(samples) };
        Schema schema = CacheSchema.Create(partInfo);
        CacheFileWriter.Write(parts.PathOf(part), schema, [CacheBatchWriter.Create(schema, samples, request.PointCount)]);
        return partInfo.Statistics;
    }

    private static bool Holds(GroundTruthCache cache, ReadOnlySpan<FrameRecord> wanted)
    {
        bool isSame = cache.Count == wanted.Length;
        for (int i = 0; isSame && i < wanted.Length; i++)
        {
            isSame = cache.TokenAt(i) == wanted[i].SampleToken;
        }

        return isSame;
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

    private static GroundTruthCacheInfo Describe(GroundTruthRequest request, CancellationToken cancellationToken) => new()
    {
        NuScenesVersion = request.Version,
        Split = request.Split,
        Range = request.Range,
        PointCount = request.PointCount,
        ClassNames = MapClasses.Names,
        MapVersions = request.Locations.ToImmutableSortedDictionary(
            location => location, location => request.Maps.Map(location, cancellationToken).Version, StringComparer.Ordinal),
        ExtractionVersion = GroundTruthExtractor.Version,
        Hash = request.ComputeHash(cancellationToken),
        Statistics = GroundTruthStatistics.Of([]),
    };

    private sealed class Counter(int total, IProgress<GroundTruthProgress>? progress)
    {
        private int _done;

        public void Add(int count) => progress?.Report(new GroundTruthProgress(Interlocked.Add(ref _done, count), total));
    }
}
