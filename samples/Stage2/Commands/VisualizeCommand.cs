using System.Collections.Immutable;
using System.CommandLine;
using MapDet.Core;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Evaluation;
using MapDet.NuScenes.GroundTruth;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Flags;
using MapDet.Stage2.Inference;
using MapDet.Stage2.Progress;
using MapDet.Stage2.Visualization;

namespace MapDet.Stage2.Commands;

/// <summary><c>mapdet visualize</c>: pictures of predictions and ground truth.</summary>
internal sealed class VisualizeCommand : MapDetCommand
{
    private const string DefaultSplit = "val";

    private readonly Option<string> _output = new("--output") { Description = "The folder for the pictures.", Required = true, HelpName = "DIR" };
    private readonly Option<string?> _checkpoint = new("--checkpoint") { Description = "Shows what this model finds: a file, a checkpoint's folder or a run's folder.", HelpName = "C" };
    private readonly Option<string?> _predictions = new("--predictions") { Description = "Shows predictions in MapTR's format.", HelpName = "P.json" };
    private readonly SplitFlags _split = new();
    private readonly FrozenPartFlags _frozen = new();
    private readonly Option<int> _samples = new("--samples") { Description = "How many samples, spread over the split.", DefaultValueFactory = _ => 8, HelpName = "N" };
    private readonly Option<string[]> _sample = new("--sample") { Description = "These samples instead.", HelpName = "TOKEN", AllowMultipleArgumentsPerToken = true };
    private readonly Option<double> _minimumScore = new("--min-score") { Description = "Leaves out what the model is less sure of.", DefaultValueFactory = _ => 0.3, HelpName = "X" };

    public VisualizeCommand(CommandContext context)
        : base(
            context,
            "visualize",
            "Draws predictions and ground truth from above and onto the six camera images; a cache alone is enough for the ground truth from above.",
            "visualize --output pictures --checkpoint outputs/run --dataroot data/nuscenes --version v1.0-mini --split val --samples 4",
            "visualize --output pictures --predictions nuscmap_results.json --dataroot data/nuscenes --version v1.0-mini --split val",
            "visualize --output pictures --gt-cache val.arrow")
    {
        Options.Add(_output);
        Options.Add(_checkpoint);
        Options.Add(_predictions);
        _split.AddTo(this);
        _frozen.AddTo(this);
        Options.Add(_samples);
        Options.Add(_sample);
        Options.Add(_minimumScore);
    }

    /// <inheritdoc/>
    protected override bool UsesTorch => true;

    /// <inheritdoc/>
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string? checkpoint = arguments.GetValue(_checkpoint);
        string? predictions = arguments.GetValue(_predictions);
        if (checkpoint is not null && predictions is not null)
        {
            throw new MapDetException("visualize takes --checkpoint or --predictions, not both.");
        }

        int samples = (checkpoint, predictions, _split.Cache(arguments)) switch
        {
            ({ } path, _, _) => await DrawModelAsync(path, arguments, cancellationToken).ConfigureAwait(false),
            (_, { } path, _) => await DrawPredictionsAsync(path, arguments, cancellationToken).ConfigureAwait(false),
            (_, _, { } path) when !_split.HasDataset(arguments) => DrawCache(path, arguments, cancellationToken),
            (_, _, { } path) => await DrawGroundTruthAsync(path, arguments, cancellationToken).ConfigureAwait(false),
            _ => throw new MapDetException("visualize takes --checkpoint, --predictions or --gt-cache: what to draw."),
        };
        await Context.Output.WriteLineAsync($"Pictures of {samples} samples are in {Path.GetFullPath(arguments.GetRequiredValue(_output))}").ConfigureAwait(false);
        return ExitCode.Success;
    }

    private async Task<int> DrawModelAsync(string checkpoint, ParseResult arguments, CancellationToken cancellationToken)
    {
        TrainedModel trained = TrainedModel.Open(checkpoint);
        using SplitSession split = await SplitSession.OpenAsync(Context, trained.Options, _split.Resolve(arguments, DefaultSplit), cancellationToken).ConfigureAwait(false);
        using IMapModel model = trained.Location.Load(split.Get<IMapModelFactory>(), _frozen.Resolve(arguments)).Model;
        Predictor predictor = new(model, split.Get<IMapBatchLoader>(), batchSize: 1, _split.Device(arguments));
        IReadOnlyList<int> indices = Select(split.Dataset, arguments);
        ScenePictures pictures = new(arguments.GetRequiredValue(_output), trained.Options.Range, arguments.GetValue(_minimumScore));
        return await Context.Progress.RunAsync("Drawing", async progress =>
        {
            int done = 0;
            await foreach ((MapSample sample, ImmutableArray<MapDetection> detections) in predictor.PredictAsync(split.Dataset, indices, cancellationToken).ConfigureAwait(false))
            {
                pictures.Write(ScenePictures.Of(sample, detections), sample.Token);
                progress.Report(new WorkDone(++done, indices.Count));
            }

            return done;
        }).ConfigureAwait(false);
    }

    private async Task<int> DrawPredictionsAsync(string path, ParseResult arguments, CancellationToken cancellationToken)
    {
        Dictionary<string, SampleDetections> predictions = MapTrResultsFile.Read(path, cancellationToken).ToDictionary(p => p.SampleToken, StringComparer.Ordinal);
        return await DrawDatasetAsync(
            arguments,
            DefaultSplit,
            new MapDetOptions(),
            sample => predictions.TryGetValue(sample.Token, out SampleDetections? found)
                ? found.Detections
                : throw new InvalidInputException(path, "has nothing about the sample", sample.Token),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> DrawGroundTruthAsync(string path, ParseResult arguments, CancellationToken cancellationToken)
    {
        MapDetOptions options = new();
        if (!File.Exists(path))
        {
            return await DrawDatasetAsync(arguments, DefaultSplit, options, detect: null, cancellationToken).ConfigureAwait(false);
        }

        GroundTruthCacheInfo info = ReadInfo(path);
        options = options with { Range = info.Range, Queries = options.Queries with { NumPoints = info.PointCount } };
        return await DrawDatasetAsync(arguments, info.Split, options, detect: null, cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> DrawDatasetAsync(
        ParseResult arguments,
        string knownSplit,
        MapDetOptions options,
        Func<MapSample, IReadOnlyList<MapDetection>>? detect,
        CancellationToken cancellationToken)
    {
        using SplitSession split = await SplitSession.OpenAsync(Context, options, _split.Resolve(arguments, knownSplit), cancellationToken).ConfigureAwait(false);
        ScenePictures pictures = new(arguments.GetRequiredValue(_output), options.Range, arguments.GetValue(_minimumScore));
        IReadOnlyList<int> indices = Select(split.Dataset, arguments);
        foreach (int index in indices)
        {
            cancellationToken.ThrowIfCancellationRequested();
            MapSample sample = split.Dataset[index];
            pictures.Write(ScenePictures.Of(sample, detect?.Invoke(sample)), sample.Token);
        }

        return indices.Count;
    }

    private int DrawCache(string path, ParseResult arguments, CancellationToken cancellationToken)
    {
        using GroundTruthCache cache = GroundTruthCache.Open(path);
        ScenePictures pictures = new(arguments.GetRequiredValue(_output), cache.Info.Range, arguments.GetValue(_minimumScore));
        string[] tokens = arguments.GetValue(_sample) ?? [];
        IReadOnlyList<int> indices = tokens.Length > 0
            ? [.. tokens.Select(token => cache.IndexOf(token) is >= 0 and int place ? place : throw new InvalidInputException(path, "has no such sample", token))]
            : SampleSelection.Spread(cache.Count, arguments.GetValue(_samples));
        foreach (int index in indices)
        {
            cancellationToken.ThrowIfCancellationRequested();
            GroundTruthSample sample = cache[index];
            pictures.Write(new SampleScene(sample.SampleToken, $"{sample.SceneName}, {sample.Location}", sample.Elements, null, null), sample.SampleToken);
        }

        return indices.Count;
    }

    private IReadOnlyList<int> Select(IMapDataset dataset, ParseResult arguments) => arguments.GetValue(_sample) is { Length: > 0 } tokens
        ? SampleSelection.ByToken(dataset, tokens)
        : SampleSelection.Spread(dataset.Count, arguments.GetValue(_samples));

    private static GroundTruthCacheInfo ReadInfo(string path)
    {
        using GroundTruthCache cache = GroundTruthCache.Open(path);
        return cache.Info;
    }
}
