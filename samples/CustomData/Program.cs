using System.Globalization;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Geometry;
using MapDet.CustomData.Sources;
using MapDet.NuScenes;
using MapDet.Training;
using MapDet.Training.Loop;
using MapDet.Training.Telemetry;
using MapDet.Training.VisionPretraining;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MapDet.CustomData;

/// <summary>From files of one's own to a trained detector; <see cref="TrainAsync"/> is the whole composition.</summary>
internal static class Program
{
    /// <summary>The program.</summary>
    public static async Task<int> Main(string[] args)
    {
        using CancellationTokenSource stop = new();
        Console.CancelKeyPress += (_, signal) =>
        {
            // The first Ctrl-C lets the training save a checkpoint; the second ends the process as it would without us.
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        };
        return await new CommandLine(Console.Out, Console.Error).RunAsync(args, stop.Token).ConfigureAwait(false);
    }

    /// <summary>Makes the ground truth, pre-trains the vision tower, trains, and looks at one frame with the result.</summary>
    /// <returns>What came of the training.</returns>
    public static async Task<TrainingResult> TrainAsync(RunOptions run, TextWriter output, CancellationToken cancellationToken)
    {
        DataFolder folder = new(run.Data);
        string visionPath = Path.Combine(run.Output, "vision.safetensors");
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(folder);

        // A line for every 20 steps on the screen; the whole log goes to train.log.
        builder.Services.AddSingleton<ITrainingLog>(new ConsoleTrainingLog(TextWriter.Null));
        builder.Services.AddSingleton<ITrainingObserver>(new ProgressLines(output, interval: 20));
        using IHost host = builder
            .AddMapDet(model => model.Preset = ModelPresets.Tiny)
            .AddMapData<RecordedFrames, GeoJsonMapSource>(data =>
            {
                data.SplitFile = folder.Splits;
                data.ValidationSplit = "validation";
                data.CacheFolder = Path.Combine(run.Output, "gt-cache");
            })
            .AddStage2Training(training => training with
            {
                OutputDirectory = run.Output,
                VisionPath = visionPath,
                Epochs = run.Steps,
                MaxSteps = run.Steps,
                EvalInterval = 10,
                SaveInterval = 10,
                KeepLast = 1,
            })
            .Build();

        ITrainer trainer = host.Services.GetRequiredService<ITrainer>();
        IMapDatasetProvider data = host.Services.GetRequiredService<IMapDatasetProvider>();
        IMapDataset training = await data.OpenAsync(DatasetRole.Train, cancellationToken).ConfigureAwait(false);
        IMapDataset validation = await data.OpenAsync(DatasetRole.Validation, cancellationToken).ConfigureAwait(false);
        output.WriteLine($"Ground truth: {training.Count} samples to train on, {validation.Count} for validation");

        VisionPretrainingResult vision = await host.Services.GetRequiredService<IVisionPretrainer>().PretrainAsync(
            training,
            host.Services.GetRequiredService<MapDetOptions>(),
            new VisionPretrainingOptions { Steps = run.VisionSteps },
            visionPath,
            cancellationToken: cancellationToken).ConfigureAwait(false);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Vision tower: loss {vision.FirstLoss:0.00} to {vision.LastLoss:0.00}"));

        TrainingResult result = await trainer.TrainAsync(cancellationToken).ConfigureAwait(false);
        string model = result.BestModelPath ?? result.FinalModelPath;
        output.WriteLine($"Model: {model}");

        using MapDetector detector = MapDetector.Load(model);
        SurroundFrame frame = validation[0].Frame;
        IReadOnlyList<MapDetection> elements = await detector.DetectAsync(frame, cancellationToken).ConfigureAwait(false);
        output.WriteLine($"The best of what it finds in {frame.SampleToken}, in metres, x right, y ahead:");
        foreach (MapDetection element in elements.Take(6))
        {
            output.WriteLine(Describe(element));
        }

        return result;
    }

    private static string Describe(MapDetection element)
    {
        (Point2 from, Point2 to) = (element.Points[0], element.Points[^1]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  {element.Class.Name(),-12} score {element.Score:0.00}, from ({from.X:0.0}, {from.Y:0.0}) to ({to.X:0.0}, {to.Y:0.0})");
    }
}
