using System.Collections.Immutable;
using System.CommandLine;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Evaluation;
using MapDet.NuScenes.GroundTruth;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Flags;
using MapDet.Stage2.Inference;
using MapDet.Stage2.Progress;

namespace MapDet.Stage2.Commands;

/// <summary><c>mapdet predict</c>: inference.</summary>
internal sealed class PredictCommand : MapDetCommand
{
    private readonly Option<string> _checkpoint = new("--checkpoint") { Description = "A model file, a checkpoint's folder or a run's folder.", Required = true, HelpName = "C" };
    private readonly SplitFlags _split = new();
    private readonly FrozenPartFlags _frozen = new();
    private readonly Option<string[]> _samples = new("--sample") { Description = "Only these samples of the split; without --split, of val.", HelpName = "TOKEN", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string> _output = new("--output") { Description = "The file to write, in MapTR's format.", Required = true, HelpName = "nuscmap_results.json" };
    private readonly Option<string?> _geoJson = new("--geojson") { Description = "A folder for a GeoJSON file a sample besides, in the metres of the location's map.", HelpName = "DIR" };
    private readonly Option<int> _batchSize = new("--batch-size") { Description = "Samples at a time.", DefaultValueFactory = _ => 4, HelpName = "N" };

    public PredictCommand(CommandContext context)
        : base(
            context,
            "predict",
            "Runs a model over samples and writes what it finds.",
            "predict --checkpoint outputs/run --dataroot data/nuscenes --version v1.0-mini --split val --output nuscmap_results.json",
            "predict --checkpoint outputs/run --dataroot data/nuscenes --version v1.0-mini --split val --sample TOKEN --output one.json --geojson geo")
    {
        Options.Add(_checkpoint);
        _split.AddTo(this);
        _frozen.AddTo(this);
        foreach (Option option in new Option[] { _samples, _output, _geoJson, _batchSize })
        {
            Options.Add(option);
        }
    }

    /// <inheritdoc/>
    protected override bool UsesTorch => true;

    /// <inheritdoc/>
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string[] tokens = arguments.GetValue(_samples) ?? [];
        TrainedModel trained = TrainedModel.Open(arguments.GetRequiredValue(_checkpoint));
        using SplitSession split = await SplitSession.OpenAsync(
            Context, trained.Options, _split.Resolve(arguments, tokens.Length > 0 ? "val" : null), cancellationToken).ConfigureAwait(false);
        IReadOnlyList<int> indices = tokens.Length > 0
            ? SampleSelection.ByToken(split.Dataset, tokens)
            : [.. Enumerable.Range(0, split.Dataset.Count)];
        using IMapModel model = trained.Location.Load(split.Get<IMapModelFactory>(), _frozen.Resolve(arguments)).Model;
        Predictor predictor = new(model, split.Get<IMapBatchLoader>(), arguments.GetValue(_batchSize), _split.Device(arguments));
        List<SampleDetections> results = await Context.Progress.RunAsync(
            "Predicting", progress => CollectAsync(predictor, split.Dataset, indices, arguments.GetValue(_geoJson), progress, cancellationToken)).ConfigureAwait(false);
        string output = arguments.GetRequiredValue(_output);
        MapTrResultsFile.Write(output, results);
        await Context.Output.WriteLineAsync($"{results.Count} samples of {split.Dataset.Name}: {output}").ConfigureAwait(false);
        return ExitCode.Success;
    }

    private static async Task<List<SampleDetections>> CollectAsync(
        Predictor predictor,
        IMapDataset dataset,
        IReadOnlyList<int> indices,
        string? geoJsonFolder,
        IProgress<WorkDone> progress,
        CancellationToken cancellationToken)
    {
        List<SampleDetections> results = [];
        await foreach ((MapSample sample, ImmutableArray<MapDetection> detections) in predictor.PredictAsync(dataset, indices, cancellationToken).ConfigureAwait(false))
        {
            results.Add(new SampleDetections(sample.Token, detections));
            if (geoJsonFolder is not null)
            {
                GeoJsonWriter.Write(sample, detections, Path.Combine(geoJsonFolder, $"{sample.Token}.geojson"));
            }

            progress.Report(new WorkDone(results.Count, indices.Count));
        }

        return results;
    }
}
