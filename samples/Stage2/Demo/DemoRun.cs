using System.Globalization;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Evaluation;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Commands;
using MapDet.Stage2.Inference;
using MapDet.Stage2.Reporting;
using MapDet.Stage2.Running;
using MapDet.Stage2.Settings;
using MapDet.Stage2.Visualization;
using MapDet.Training.Loop;
using MapDet.Training.VisionPretraining;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SkiaSharp;

namespace MapDet.Stage2.Demo;

/// <summary>The whole of Stage 2 on this machine with no download.</summary>
/// <param name="context">The world around the command.</param>
/// <param name="options">What the user asked for.</param>
/// <param name="time">The clock.</param>
internal sealed class DemoRun(CommandContext context, DemoOptions options, TimeProvider time)
{
    private const int Stages = 6;

    // More than any budget has room for: the time ends the run.
    private const int MostEpochs = 500;
    private const int MostVisionSteps = 100_000;

    private readonly DemoPaths _paths = new(options.Output);
    private readonly DemoSchedule _schedule = DemoSchedule.For(options.Budget);
    private readonly DemoClock _clock = new(context.StartTime, options.Budget, time);

    /// <summary>Runs all stages.</summary>
    /// <param name="cancellationToken">Ends the work; the training saves a checkpoint before.</param>
    /// <returns>False where the check before training failed.</returns>
    /// <exception cref="MapDetException">The output folder or the budget can't be used.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        DemoFolder.Prepare(options.Output);
        Stage2Settings settings = CreateSettings();
        Begin(1, "A synthetic world in nuScenes format");
        await RenderAsync(settings.Training.BatchSize, cancellationToken).ConfigureAwait(false);
        Begin(2, "Ground truth, and the check before training");
        if (!await VerifyCommand.RunAsync(context, settings, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        Begin(3, "Vision pre-training");
        await PretrainVisionAsync(settings, cancellationToken).ConfigureAwait(false);
        Begin(4, "Training");
        CurveRecorder curves = new();
        TrainingResult result = await TrainAsync(settings, curves, cancellationToken).ConfigureAwait(false);
        Begin(5, "Evaluation and pictures, in a town that nothing was trained in or chosen by");
        (MapMetrics untrained, MapMetrics trained) = await EvaluateAsync(settings, result, cancellationToken).ConfigureAwait(false);
        DrawCurves(curves);
        Begin(6, "Done");
        Summarize(untrained, trained, result);
        return true;
    }

    private Stage2Settings CreateSettings()
    {
        Stage2Settings tiny = Stage2Settings.OfPreset(ModelPresets.Tiny, _paths.TrainingData);
        return tiny with
        {
            Training = tiny.Training with
            {
                OutputDirectory = _paths.Run,
                VisionPath = _paths.VisionTower,
                Epochs = options.Steps ?? MostEpochs,
                LogInterval = 100,
                KeepLast = 2,
                Seed = options.Seed,
                MaxSteps = options.Steps,
            },
        };
    }

    private async Task RenderAsync(int batchSize, CancellationToken cancellationToken)
    {
        DemoWorld world = new(context.Progress, _paths, options.Seed, time);
        DemoWorldSize size = options.Steps is { } steps
            ? DemoWorldSize.ForSteps(steps, batchSize)
            : DemoWorldSize.ForTime(_schedule.Rendering, await world.MeasureSpeedAsync(cancellationToken).ConfigureAwait(false));
        context.Progress.WriteLine(
            $"{size.TrainingScenes} scenes to train on in two towns, {size.HeldOutScenes} to choose by in a third, {size.HeldOutScenes} to report in a fourth, {DemoWorldSize.SamplesPerScene} samples each");
        await world.RenderAsync(size, cancellationToken).ConfigureAwait(false);
    }

    private async Task PretrainVisionAsync(Stage2Settings settings, CancellationToken cancellationToken)
    {
        VisionPretrainingOptions vision = new() { Seed = options.Seed, Device = settings.Training.Device, MaxDuration = options.Steps is null ? _schedule.VisionPretraining : null };
        int steps = options.Steps is { } training ? Math.Clamp(training / 2, 10, vision.Steps) : MostVisionSteps;
        await VisionTower.PretrainAsync(context, settings, vision, steps, _paths.VisionTower, cancellationToken).ConfigureAwait(false);
    }

    private Task<TrainingResult> TrainAsync(Stage2Settings settings, CurveRecorder curves, CancellationToken cancellationToken)
    {
        TimeSpan? duration = options.Steps is null ? _clock.LeftBut(_schedule.Reserve) : null;
        return TrainingSession.RunAsync(context, settings with { Training = settings.Training with { MaxDuration = duration } }, curves, cancellationToken);
    }

    private async Task<(MapMetrics Untrained, MapMetrics Trained)> EvaluateAsync(Stage2Settings settings, TrainingResult result, CancellationToken cancellationToken)
    {
        using IHost host = Stage2Host.Create(context, settings);
        IMapDataset training = await host.Services.GetRequiredService<IMapDatasetProvider>().OpenAsync(DatasetRole.Train, cancellationToken).ConfigureAwait(false);
        using SplitSession split = await SplitSession.OpenAsync(context, settings.Model, _paths.ReportedData, cancellationToken).ConfigureAwait(false);
        DemoEvaluation evaluation = new(context, settings, split);
        MapMetrics untrained = await evaluation.ScoreUntrainedAsync(training, cancellationToken).ConfigureAwait(false);
        MapMetrics trained = await evaluation.ScoreAndDrawAsync(result.BestModelPath ?? result.FinalModelPath, _paths.Pictures, cancellationToken).ConfigureAwait(false);
        MetricsFile.Write(_paths.Metrics, trained, DemoPaths.ReportedSplit, split.Dataset.GroundTruthHash);
        return (untrained, trained);
    }

    private void DrawCurves(CurveRecorder curves)
    {
        using SKImage image = LearningCurve.Draw(curves.Losses, curves.Scores);
        PictureFile.WritePng(image, Path.Combine(_paths.Pictures, "training.png"));
    }

    private void Begin(int stage, string title)
    {
        context.Progress.WriteLine("");
        context.Progress.WriteLine($"[{stage}/{Stages}] {title} ({(int)_clock.Elapsed.TotalMinutes}:{_clock.Elapsed.Seconds:00} since the start)");
    }

    private void Summarize(MapMetrics untrained, MapMetrics trained, TrainingResult result)
    {
        TextWriter output = context.Output;
        output.WriteLine($"{trained.Samples} samples of a town that the model has never seen:");
        MetricsTable.Write(trained, output);
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Untrained mAP: {untrained.MeanAveragePrecision:0.0000}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Trained mAP:   {trained.MeanAveragePrecision:0.0000}  (best of {result.Steps} steps, after step {result.BestStep})"));
        output.WriteLine();
        output.WriteLine($"Pictures:       {Path.GetFullPath(_paths.Pictures)}");
        output.WriteLine($"Scores:         {Path.GetFullPath(_paths.Metrics)}");
        output.WriteLine($"Best model:     {result.BestModelPath ?? result.FinalModelPath}");
        output.WriteLine($"Training log:   {Path.Combine(result.OutputDirectory, "train.log")}");
        output.WriteLine($"Data set:       {Path.GetFullPath(_paths.World)}");
        output.WriteLine();
        output.WriteLine($"Done in {(int)_clock.Elapsed.TotalMinutes} min {_clock.Elapsed.Seconds} s.");
    }
}
