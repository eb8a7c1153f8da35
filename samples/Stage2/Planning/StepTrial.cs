using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Flags;
using MapDet.Stage2.Progress;
using MapDet.Stage2.Running;
using MapDet.Stage2.Settings;
using MapDet.Stage2.Verification;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Planning;

/// <summary>Measures how long a step takes, by a few steps on synthetic pictures.</summary>
internal sealed class StepTrial : ITrainingObserver
{
    private const int WarmUpSteps = 2;
    private const int MeasuredSteps = 3;
    private const int LargestBatch = 16;
    private readonly List<double> _secondsOfSample = [];

    /// <summary>The size of the pictures: nuScenes'.</summary>
    public static ImageSize Pictures { get; } = new(1600, 900);

    /// <inheritdoc/>
    public void OnStepFinished(TrainingStep step) => _secondsOfSample.Add(step.Duration.TotalSeconds / step.SampleTokens.Length);

    /// <summary>Runs the steps.</summary>
    /// <param name="context">The world around the command.</param>
    /// <param name="settings">The run.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<StepTime> MeasureAsync(CommandContext context, Stage2Settings settings, CancellationToken cancellationToken)
    {
        int batch = Math.Min(settings.Training.BatchSize, LargestBatch);
        using TrialWorld world = await TrialWorld.CreateAsync(batch, Pictures, cancellationToken).ConfigureAwait(false);
        Stage2Settings trial = world.Use(settings);
        double reading = await RunAsync(context, trial, batch, cacheMegabytes: 0, cancellationToken).ConfigureAwait(false);
        double remembering = settings.Training is { VisionCacheMegabytes: > 0, ColorJitter: 0 }
            ? await RunAsync(context, trial, batch, settings.Training.VisionCacheMegabytes, cancellationToken).ConfigureAwait(false)
            : reading;
        return new StepTime(TimeSpan.FromSeconds(reading), TimeSpan.FromSeconds(remembering), MeasuredSteps);
    }

    /// <summary>Seconds of a sample.</summary>
    private static async Task<double> RunAsync(
        CommandContext context, Stage2Settings settings, int batch, int cacheMegabytes, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mapdet-plan-");
        try
        {
            StepTrial trial = new();
            TrainingOptions options = settings.Training with
            {
                OutputDirectory = Path.Combine(folder.FullName, "run"),
                BatchSize = batch,
                AccumulationSteps = 1,
                MaxSteps = WarmUpSteps + MeasuredSteps,
                Epochs = WarmUpSteps + MeasuredSteps,
                EvalInterval = WarmUpSteps + MeasuredSteps,
                SaveInterval = WarmUpSteps + MeasuredSteps,
                VisionCacheMegabytes = cacheMegabytes,
                VisionPath = null,
                MirrorAugmentation = false,
                Resume = null,
            };
            CommandContext silent = context with { Progress = new PlainProgressDisplay(TextWriter.Null, TextWriter.Null, TimeProvider.System) };
            await TrainingSession.RunAsync(silent, settings with { Training = options }, trial, cancellationToken).ConfigureAwait(false);
            return trial._secondsOfSample.Skip(WarmUpSteps).Order().ElementAt(MeasuredSteps / 2);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
