using MapDet.Core.Contracts;

namespace MapDet.Training.Loop;

/// <summary>A run in progress, as hooks see it. To be used from the training thread, during a call of a hook.</summary>
public sealed class TrainingContext
{
    internal TrainingContext(TrainingRun run, IMapModel model)
    {
        Run = run;
        Model = model;
    }

    /// <summary>What the run does.</summary>
    public TrainingRun Run { get; }

    /// <summary>The model. Its optimiser holds the same tensors: change their numbers, do not replace them.</summary>
    public IMapModel Model { get; }

    /// <summary>Steps made so far, skipped ones and those before a resumption included.</summary>
    public int StepsMade { get; internal set; }

    internal string? StopReason { get; private set; }

    internal bool WantsEvaluation { get; set; }

    internal bool WantsCheckpoint { get; set; }

    /// <summary>Ends the run after the step in progress, with everything that its end brings: evaluation, checkpoint, final model.</summary>
    /// <param name="reason">A sentence for the log; the first one counts.</param>
    public void Stop(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        StopReason ??= reason;
    }

    /// <summary>Has the model evaluated after the step in progress.</summary>
    public void RequestEvaluation() => WantsEvaluation = true;

    /// <summary>Has a checkpoint saved after the step in progress.</summary>
    public void RequestCheckpoint() => WantsCheckpoint = true;
}
