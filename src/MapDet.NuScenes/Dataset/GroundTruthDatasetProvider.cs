using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.NuScenes.GroundTruth;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MapDet.NuScenes.Dataset;

/// <summary>
/// Opens the data sets of a run: reads the frames once, selects the splits, and makes ground-truth caches that are absent. It owns the
/// data sets that it opened.
/// </summary>
public sealed class GroundTruthDatasetProvider : IMapDatasetProvider, IDisposable
{
    private const int HashDigitsInNames = 12;

    private readonly IFrameSource _frames;
    private readonly IMapSource _maps;
    private readonly DatasetOptions _options;
    private readonly GroundTruthCacheBuilder _builder;
    private readonly IProgress<GroundTruthProgress>? _progress;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<GroundTruthDataset> _opened = [];

    /// <summary>Creates a provider.</summary>
    /// <param name="frames">Poses, calibrations and pictures.</param>
    /// <param name="maps">The maps that the frames lie in.</param>
    /// <param name="options">What of the data is used.</param>
    /// <param name="builder">Makes caches that are absent.</param>
    /// <param name="progress">Hears how far the making of a cache is.</param>
    /// <param name="logger">Hears what is read and made.</param>
    public GroundTruthDatasetProvider(
        IFrameSource frames,
        IMapSource maps,
        IOptions<DatasetOptions> options,
        GroundTruthCacheBuilder builder,
        IProgress<GroundTruthProgress>? progress = null,
        ILogger<GroundTruthDatasetProvider>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(builder);
        (_frames, _maps) = (frames, maps);
        _options = options.Value;
        _builder = builder;
        _progress = progress;
        _logger = logger ?? NullLogger<GroundTruthDatasetProvider>.Instance;
    }

    /// <inheritdoc/>
    public async Task<IMapDataset> OpenAsync(DatasetRole role, CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ImmutableArray<FrameRecord> frames = await Task.Run(() => FrameCheck.Read(_frames, cancellationToken), cancellationToken).ConfigureAwait(false);
            (string split, string? path) = role == DatasetRole.Train
                ? (_options.TrainSplit, _options.TrainCache)
                : (_options.ValidationSplit, _options.ValidationCache);
            GroundTruthRequest request = Request(frames, split);
            GroundTruthCache cache = path is null
                ? await OpenOwnAsync(request, cancellationToken).ConfigureAwait(false)
                : await OpenGivenAsync(request, path, cancellationToken).ConfigureAwait(false);
            GroundTruthDataset dataset = Join(cache);
            _opened.Add(dataset);
            return dataset;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _opened.ForEach(dataset => dataset.Dispose());
        _opened.Clear();
        _gate.Dispose();
    }

    private GroundTruthRequest Request(ImmutableArray<FrameRecord> frames, string split)
    {
        SplitSelection selection = SplitCatalog.Load(_options.SplitFile).Select(frames, _frames.Version, split);
        if (selection.MissingScenes > 0)
        {
            Log.ScenesMissing(_logger, selection.MissingScenes, selection.ListedScenes, selection.Name, _frames.Version);
        }

        return new GroundTruthRequest
        {
            Version = _frames.Version,
            Maps = _maps,
            Split = selection.Name,
            Samples = selection.Samples,
            Range = _options.Range,
            PointCount = _options.PointCount,
        };
    }

    private async Task<GroundTruthCache> OpenGivenAsync(GroundTruthRequest request, string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return await MakeAsync(request, path, cancellationToken).ConfigureAwait(false);
        }

        bool hasMaps = request.Locations.All(_maps.Has);
        if (!hasMaps)
        {
            Log.MapsAbsent(_logger, request.Version, path);
        }

        return OpenFitting(request, path, hasMaps ? request.ComputeHash(cancellationToken) : null);
    }

    private async Task<GroundTruthCache> OpenOwnAsync(GroundTruthRequest request, CancellationToken cancellationToken)
    {
        string hash = request.ComputeHash(cancellationToken);
        string path = Path.Combine(_options.CacheFolder, FileName($"{request.Version}-{request.Split}-{hash[..HashDigitsInNames]}.arrow"));
        if (File.Exists(path))
        {
            try
            {
                return OpenFitting(request, path, hash);
            }
            catch (InvalidInputException exception)
            {
                Log.CacheDamaged(_logger, exception.Message);
            }
        }

        return await MakeAsync(request, path, cancellationToken).ConfigureAwait(false);
    }

    private async Task<GroundTruthCache> MakeAsync(GroundTruthRequest request, string path, CancellationToken cancellationToken)
    {
        Log.MakingCache(_logger, path, request.Split, request.Samples.Length);
        await _builder.BuildAsync(request, path, _progress, cancellationToken).ConfigureAwait(false);
        return GroundTruthCache.Open(path);
    }

    // Data and splits of one's own may be called anything, such as city/night.
    private static string FileName(string name) => string.Join('_', name.Split(Path.GetInvalidFileNameChars()));

    private static GroundTruthCache OpenFitting(GroundTruthRequest request, string path, string? hash)
    {
        GroundTruthCache cache = GroundTruthCache.Open(path);
        try
        {
            cache.EnsureFits(new GroundTruthRequirements
            {
                NuScenesVersion = request.Version,
                Split = request.Split,
                Range = request.Range,
                PointCount = request.PointCount,
                Hash = hash,
            });
            return cache;
        }
        catch
        {
            cache.Dispose();
            throw;
        }
    }

    private GroundTruthDataset Join(GroundTruthCache cache)
    {
        try
        {
            return new GroundTruthDataset(_frames, cache);
        }
        catch
        {
            cache.Dispose();
            throw;
        }
    }
}
