using System.Collections.Immutable;
using System.CommandLine;
using MapDet.Core;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Evaluation;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Flags;
using MapDet.Stage2.Inference;
using MapDet.Stage2.Progress;
using MapDet.Stage2.Reporting;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Commands;

/// <summary><c>mapdet eval</c>: Chamfer AP of a checkpoint, or of anybody's predictions.</summary>
internal sealed class EvalCommand : MapDetCommand
{
    private readonly Option<string?> _checkpoint = new("--checkpoint") { Description = "A model file, a checkpoint's folder or a run's folder.", HelpName = "C" };
    private readonly SplitFlags _split = new();
    private readonly FrozenPartFlags _frozen = new();
    private readonly Option<string?> _predictions = new("--predictions") { Description = "Predictions in MapTR's format, instead of --checkpoint.", HelpName = "P.json" };
    private readonly Option<string?> _annotations = new("--annotations") { Description = "Ground truth in MapTR's format, with --predictions.", HelpName = "A.json" };
    private readonly Option<string?> _output = new("--output") { Description = "Where metrics.json is written; default: nowhere.", HelpName = "metrics.json" };
    private readonly Option<string?> _curves = new("--curves") { Description = "Folder for precision-recall curves and error by distance, as JSON and as pictures; default: nowhere.", HelpName = "DIR" };
    private readonly Option<ImmutableArray<double>> _rings = new("--rings")
    {
        Description = "With --curves: where rings around the vehicle end, metres; the last has no end. Default: 10,20,30.",
        CustomParser = DistancesParser.Parse,
        HelpName = "10,20,30",
    };

    private readonly Option<bool> _allowTrainSamples = new("--allow-train-samples") { Description = "Score samples that the model was trained on, too." };
    private readonly Option<int> _batchSize = new("--batch-size") { Description = "Samples at a time.", DefaultValueFactory = _ => 4, HelpName = "N" };

    public EvalCommand(CommandContext context)
        : base(
            context,
            "eval",
            "Scores a checkpoint on a split, or anybody's predictions, by Chamfer AP.",
            "eval --checkpoint outputs/run/best_model.safetensors --dataroot data/nuscenes --version v1.0-mini --split val",
            "eval --checkpoint outputs/run --dataroot data/nuscenes --version v1.0-trainval --split val --output metrics.json",
            "eval --predictions nuscmap_results.json --annotations nuscenes_map_anns_val.json --curves outputs/curves")
    {
        Options.Add(_checkpoint);
        _split.AddTo(this);
        _frozen.AddTo(this);
        foreach (Option option in new Option[] { _predictions, _annotations, _output, _curves, _rings, _allowTrainSamples, _batchSize })
        {
            Options.Add(option);
        }
    }

    /// <inheritdoc/>
    protected override bool UsesTorch => true;

    /// <inheritdoc/>
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (arguments.GetResult(_rings) is not null && arguments.GetValue(_curves) is null)
        {
            throw new MapDetException("--rings belongs to --curves, which says where they are written.");
        }

        Task<Evaluation> evaluation = (arguments.GetValue(_checkpoint), arguments.GetValue(_predictions), arguments.GetValue(_annotations)) switch
        {
            ({ } checkpoint, null, null) => ScoreCheckpointAsync(checkpoint, arguments, cancellationToken),
            (null, { } predictions, { } annotations) => ScorePredictionsAsync(predictions, annotations, cancellationToken),
            _ => throw new MapDetException("eval takes either --checkpoint with a split, or --predictions and --annotations."),
        };
        await ReportAsync(await evaluation.ConfigureAwait(false), arguments, cancellationToken).ConfigureAwait(false);
        return ExitCode.Success;
    }

    private async Task ReportAsync(Evaluation evaluation, ParseResult arguments, CancellationToken cancellationToken)
    {
        await Context.Output.WriteLineAsync($"{evaluation.Metrics.Samples} samples of {evaluation.Split}").ConfigureAwait(false);
        MetricsTable.Write(evaluation.Metrics, Context.Output);
        if (arguments.GetValue(_output) is { } output)
        {
            MetricsFile.Write(output, evaluation.Metrics, evaluation.Split, evaluation.GroundTruthHash);
            await Context.Output.WriteLineAsync($"Written: {output}").ConfigureAwait(false);
        }

        if (arguments.GetValue(_curves) is { } folder)
        {
            IReadOnlyList<string> files = AnalysisFolder.Write(folder, evaluation.Metric.Analyze(arguments.GetValue(_rings), cancellationToken));
            await Context.Output.WriteLineAsync($"Written: {string.Join(", ", files)}").ConfigureAwait(false);
        }
    }

    private async Task<Evaluation> ScoreCheckpointAsync(string checkpoint, ParseResult arguments, CancellationToken cancellationToken)
    {
        TrainedModel trained = TrainedModel.Open(checkpoint);
        using SplitSession split = await SplitSession.OpenAsync(Context, trained.Options, _split.Resolve(arguments), cancellationToken).ConfigureAwait(false);
        if (!arguments.GetValue(_allowTrainSamples))
        {
            trained.RefuseTrainingSamples(split.Dataset);
        }

        using IMapModel model = trained.Location.Load(split.Get<IMapModelFactory>(), _frozen.Resolve(arguments)).Model;
        ChamferAveragePrecision metric = new();
        ModelEvaluator evaluator = new(split.Get<IMapBatchLoader>(), () => metric);
        MapMetrics metrics = await Context.Progress.RunAsync("Evaluating", progress => evaluator.EvaluateAsync(
            model,
            split.Dataset,
            arguments.GetValue(_batchSize),
            computeSlices: 1,
            progress.Of<int>(done => new WorkDone(done, split.Dataset.Count)),
            _split.Device(arguments),
            cancellationToken)).ConfigureAwait(false);
        await Context.Output.WriteLineAsync($"Ground truth {split.Dataset.GroundTruthHash}; trained on {trained.Record?.GroundTruthHash ?? "unknown"}").ConfigureAwait(false);
        return new Evaluation(metric, metrics, split.Dataset.Name, split.Dataset.GroundTruthHash);
    }

    private async Task<Evaluation> ScorePredictionsAsync(string predictions, string annotations, CancellationToken cancellationToken)
    {
        (ChamferAveragePrecision metric, MapMetrics metrics) = await Context.Progress.RunAsync("Evaluating", _ => Task.Run(
            () =>
            {
                ChamferAveragePrecision read = PredictionEvaluator.Read(predictions, annotations, cancellationToken);
                return (read, read.Compute(cancellationToken));
            },
            cancellationToken)).ConfigureAwait(false);
        return new Evaluation(metric, metrics, Path.GetFileName(annotations), "");
    }

    private sealed record Evaluation(ChamferAveragePrecision Metric, MapMetrics Metrics, string Split, string GroundTruthHash);
}
