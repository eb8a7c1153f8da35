using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.NuScenes.GroundTruth;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MapDet.NuScenes.Dataset;

/// <summary>
/// Opens the data sets of a run: reads the tables once, selects the splits, and makes ground-truth caches that are absent. It owns the
/// data sets that it opened.
/// </summary>
public sealed class NuScenesDatasetProvider : IMapDatasetProvider, IDisposable
{
    private const int HashDigitsInNames = 12;

    private readonly NuScenesOptions _options;
    private readonly GroundTruthCacheBuilder _builder;
    private readonly IProgress<GroundTruthProgress>? _progress;
    private readonly ILogger _logger;
    private readonly MapExpansionStore _maps;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<NuScenesDataset> _opened = [];
    private NuScenesTables? _tables;

    /// <summary>Creates a provider.</summary>
    /// <param name="options">Where the data lies and what of it is used.</param>
    /// <param name="builder">Makes caches that are absent.</param>
    /// <param name="progress">Hears how far the making of a cache is.</param>
    /// <param name="logger">Hears what is read and made.</param>
    public NuScenesDatasetProvider(
        IOptions<NuScenesOptions> options,
        GroundTruthCacheBuilder builder,
        IProgress<GroundTruthProgress>? progress = null,
        ILogger<NuScenesDatasetProvider>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(builder);
        _options = options.Value;
        _builder = builder;
        _progress = progress;
        _logger = logger ?? NullLogger<NuScenesDatasetProvider>.Instance;
        _maps = new MapExpansionStore(_options.DataRoot);
    }

    /// <inheritdoc/>
    public async Task<IMapDataset> OpenAsync(DatasetRole role, CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _tables ??= await Task.Run(() => ReadTables(cancellationToken), cancellationToken).ConfigureAwait(false);
            (string split, string? path) = role == DatasetRole.Train
                ? (_options.TrainSplit, _options.TrainCache)
                : (_options.ValidationSplit, _options.ValidationCache);
            GroundTruthRequest request = Request(_tables, split);
            GroundTruthCache cache = path is null
                ? await OpenOwnAsync(request, cancellationToken).ConfigureAwait(false)
                : await OpenGivenAsync(request, path, cancellationToken).ConfigureAwait(false);
            NuScenesDataset dataset = Join(_tables, cache);
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

    private NuScenesTables ReadTables(CancellationToken cancellationToken)
    {
        NuScenesTables tables = NuScenesTables.Load(_options.DataRoot, _options.Version, cancellationToken);
        Log.TablesRead(_logger, tables.Version, tables.DataRoot, tables.Scenes.Length, tables.Samples.Length);
        return tables;
    }

    private GroundTruthRequest Request(NuScenesTables tables, string split)
    {
        SplitSelection selection = SplitCatalog.Load(_options.SplitFile).Select(tables, split);
        if (selection.MissingScenes > 0)
        {
            Log.ScenesMissing(_logger, selection.MissingScenes, selection.ListedScenes, selection.Name, tables.Version);
        }

        return new GroundTruthRequest
        {
            Tables = tables,
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

        bool hasMaps = request.Locations.All(location => File.Exists(MapExpansion.FilePath(_options.DataRoot, location)));
        if (!hasMaps)
        {
            Log.MapsAbsent(_logger, _options.DataRoot, path);
        }

        return OpenFitting(request, path, hasMaps ? request.ComputeHash() : null);
    }

    private async Task<GroundTruthCache> OpenOwnAsync(GroundTruthRequest request, CancellationToken cancellationToken)
    {
        string hash = request.ComputeHash();
        string path = Path.Combine(_options.CacheFolder, $"{_options.Version}-{request.Split}-{hash[..HashDigitsInNames]}.arrow");
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

    private static GroundTruthCache OpenFitting(GroundTruthRequest request, string path, string? hash)
    {
        GroundTruthCache cache = GroundTruthCache.Open(path);
        try
        {
            cache.EnsureFits(new GroundTruthRequirements
            {
                NuScenesVersion = request.Tables.Version,
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

    private static NuScenesDataset Join(NuScenesTables tables, GroundTruthCache cache)
    {
        try
        {
            return new NuScenesDataset(tables, cache);
        }
        catch
        {
            cache.Dispose();
            throw;
        }
    }
}
