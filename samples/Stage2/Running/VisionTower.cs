using System.Globalization;
using MapDet.Core.Contracts;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Progress;
using MapDet.Stage2.Settings;
using MapDet.Training.VisionPretraining;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MapDet.Stage2.Running;

/// <summary>Gives a preset that has no pretrained vision tower one of its own.</summary>
internal static class VisionTower
{
    /// <summary>The file in a run's folder.</summary>
    public const string FileName = "vision.safetensors";

    private const string FrozenFileName = "frozen.safetensors";
    private const int MostSteps = 1000;
    private const int FewestSteps = 20;
    private const int MostPasses = 20;

    /// <summary>Trains a vision tower first where the run has none: neither a file given nor one that an earlier start of the run has stored.</summary>
    /// <param name="context">The world around the command.</param>
    /// <param name="settings">The run.</param>
    /// <param name="steps">How many steps; null: as many as the number of samples is worth.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The settings with a vision tower.</returns>
    public static async Task<Stage2Settings> EnsureAsync(
        CommandContext context, Stage2Settings settings, int? steps, CancellationToken cancellationToken)
    {
        string folder = settings.Training.OutputDirectory;
        if (settings.Training.VisionPath is not null || settings.Model.Pretrained.Vision is not null || File.Exists(Path.Combine(folder, FrozenFileName)))
        {
            return settings;
        }

        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            context.Progress.WriteLine($"No --vision-path: the vision tower of '{settings.Model.Preset}' is pre-trained first, into {path}.");
            VisionPretrainingOptions options = new() { Seed = settings.Training.Seed, Device = settings.Training.Device };
            await PretrainAsync(context, settings, options, steps, path, cancellationToken).ConfigureAwait(false);
        }

        return settings with { Training = settings.Training with { VisionPath = path } };
    }

    /// <summary>Trains a vision tower.</summary>
    /// <param name="context">The world around the command.</param>
    /// <param name="settings">Model and data.</param>
    /// <param name="options">How to train.</param>
    /// <param name="steps">How many steps; null: as many as the number of samples is worth.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<VisionPretrainingResult> PretrainAsync(
        CommandContext context,
        Stage2Settings settings,
        VisionPretrainingOptions options,
        int? steps,
        string path,
        CancellationToken cancellationToken)
    {
        using IHost host = Stage2Host.Create(context, settings);
        IMapDataset training = await host.Services.GetRequiredService<IMapDatasetProvider>()
            .OpenAsync(DatasetRole.Train, cancellationToken).ConfigureAwait(false);
        IVisionPretrainer pretrainer = host.Services.GetRequiredService<IVisionPretrainer>();
        options = options with { Steps = steps ?? StepsFor(training.Count, options.BatchSize) };
        VisionPretrainingResult result = await context.Progress.RunAsync(
            "Pre-training the vision tower",
            progress => pretrainer.PretrainAsync(
                training,
                settings.Model,
                options,
                path,
                progress.Of<VisionPretrainingStep>(s => new WorkDone(s.Progress * 100, 100, string.Create(CultureInfo.InvariantCulture, $"loss {s.Loss:0.000}"))),
                cancellationToken)).ConfigureAwait(false);
        context.Progress.WriteLine(Describe(result));
        return result;
    }

    private static int StepsFor(int samples, int batchSize) =>
        Math.Clamp((int)Math.Ceiling((double)MostPasses * samples / batchSize), FewestSteps, MostSteps);

    private static string Describe(VisionPretrainingResult result)
    {
        string overlap = string.Join(", ", MapClasses.All.Zip(
            result.Overlap, (c, iou) => string.Create(CultureInfo.InvariantCulture, $"{c.Name()} {iou:0.00}")));
        string heldOut = result.HeldOutSamples == 0 ? "" : $"; overlap on {result.HeldOutSamples} held-out samples: {overlap}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Vision tower: {result.Steps} steps, loss {result.FirstLoss:0.000} to {result.LastLoss:0.000}{heldOut}");
    }
}
