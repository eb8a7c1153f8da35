using MapDet.Core.Detection;
using MapDet.Core.Runtime;
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
public sealed class Stage2Trainer(
    TrainingComponents components,
    MapDetOptions model,
    TrainingOptions options,
    IEnumerable<ITrainingObserver>? observers = null,
    IEnumerable<IRunConfigurationSection>? sections = null,
    ILogger<Stage2Trainer>? logger = null,
    TimeProvider? time = null) : ITrainer
{
    /// <inheritdoc/>
    /// <remarks>Computes on a thread of its own, since thread counts of the tensor library belong to threads.</remarks>
    public Task<TrainingResult> TrainAsync(CancellationToken cancellationToken = default) =>
        Task.Factory.StartNew(() => Train(cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private TrainingResult Train(CancellationToken cancellationToken)
    {
        options.Validate();
        TimeProvider clock = time ?? TimeProvider.System;
        using ComputeSlices slices = ComputeSlices.For(ComputeDevice.Find(options.Device), options.ComputeSlices, options.ComputeThreads);
        using PreparedRun run = new RunPreparation(components, model, options, sections ?? [], clock).Prepare(cancellationToken);
        using VisionFeatureStore features = new(options.VisionCacheMegabytes);
        ObserverList all = new(observers ?? []);
        return new TrainingLoop(run, components, slices, features, all, logger ?? NullLogger<Stage2Trainer>.Instance, clock).Run(cancellationToken);
    }
}
