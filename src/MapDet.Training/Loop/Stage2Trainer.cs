using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Runtime;
using MapDet.Training.Preflight;
using MapDet.Training.VisionFeatures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MapDet.Training.Loop;

/// <summary>Trains Q-Former, map queries and map decoder around the frozen vision tower and language model.</summary>
/// <remarks>
/// With the same seed, data, step count and thread counts a run gives the same numbers, and a resumed run those of the uninterrupted
/// one: order, mirroring and dropout are functions of the step. A run with a time budget can't be repeated so.
/// </remarks>
/// <param name="components">What it works with.</param>
/// <param name="model">The model's options.</param>
/// <param name="options">The training options.</param>
/// <param name="observers">Are told what happens.</param>
/// <param name="sections">Further sections of <c>config.json</c>.</param>
/// <param name="logger">For messages to the application; null: none.</param>
/// <param name="time">The clock; null: the system's.</param>
/// <param name="hooks">Are called around steps, evaluations and checkpoints.</param>
/// <param name="checks">Are made before the first step; null: none.</param>
public sealed class Stage2Trainer(
    TrainingComponents components,
    MapDetOptions model,
    TrainingOptions options,
    IEnumerable<ITrainingObserver>? observers = null,
    IEnumerable<IRunConfigurationSection>? sections = null,
    ILogger<Stage2Trainer>? logger = null,
    TimeProvider? time = null,
    IEnumerable<ITrainingHook>? hooks = null,
    IEnumerable<IPreflightCheck>? checks = null) : ITrainer
{
    /// <inheritdoc/>
    /// <remarks>Computes on a thread of its own, since thread counts of the tensor library belong to threads.</remarks>
    public Task<TrainingResult> TrainAsync(CancellationToken cancellationToken = default) =>
        Task.Factory.StartNew(() => Train(cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private TrainingResult Train(CancellationToken cancellationToken)
    {
        options.Validate();
        TrainingOptions used = options.OverfitSamples is null ? options : options with { MirrorAugmentation = false, ColorJitter = 0 };
        TimeProvider clock = time ?? TimeProvider.System;
        using ComputeSlices slices = ComputeSlices.For(ComputeDevice.Find(used.Device), used.ComputeSlices, used.ComputeThreads);
        using PreparedRun run = new RunPreparation(components, model, used, sections ?? [], clock, new PreflightRunner(checks ?? [])).Prepare(cancellationToken);
        using VisionFeatureStore features = new(used.VisionCacheMegabytes, Files(run.Model, used));
        TrainingLoop loop = new(
            run, components, slices, features, new ObserverList(observers ?? []), hooks ?? [], logger ?? NullLogger<Stage2Trainer>.Instance, clock);
        return loop.Run(cancellationToken);
    }

    private static VisionFeatureFiles? Files(IMapModel model, TrainingOptions options) => options.VisionCacheDirectory is { } folder
        ? new VisionFeatureFiles(Path.GetFullPath(folder), TowerFingerprint.Compute(model))
        : null;
}
