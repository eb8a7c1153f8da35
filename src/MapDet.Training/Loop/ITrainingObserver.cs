using System.Collections.Immutable;
using MapDet.Training.Preflight;

namespace MapDet.Training.Loop;

/// <summary>
/// Is told what happens in a run: telemetry, progress displays, anything that a user adds. Every registered observer is called on the
/// training thread, in the order of registration; an exception that it throws ends the run.
/// </summary>
public interface ITrainingObserver
{
    /// <summary>A run begins or goes on.</summary>
    /// <param name="run">What it will do.</param>
    void OnStarted(TrainingRun run)
    {
    }

    /// <summary>The checks before the first step have been made; their warnings follow as notices.</summary>
    /// <param name="findings">What they found, a finding a check.</param>
    void OnPreflight(ImmutableArray<PreflightFinding> findings)
    {
    }

    /// <summary>Something happened that the user should know; never before <see cref="OnStarted"/>.</summary>
    /// <param name="message">A sentence.</param>
    void OnNotice(string message)
    {
    }

    /// <summary>A step has been made or skipped.</summary>
    /// <param name="step">Its numbers.</param>
    void OnStepFinished(TrainingStep step)
    {
    }

    /// <summary>Some samples of the validation set have been evaluated.</summary>
    /// <param name="done">Samples evaluated.</param>
    /// <param name="total">Samples of the set.</param>
    void OnEvaluationProgress(int done, int total)
    {
    }

    /// <summary>The model has been evaluated.</summary>
    /// <param name="evaluation">Its scores.</param>
    void OnEvaluationFinished(EvaluationReport evaluation)
    {
    }

    /// <summary>An epoch has ended.</summary>
    /// <param name="epoch">Its numbers.</param>
    void OnEpochFinished(EpochReport epoch)
    {
    }

    /// <summary>A checkpoint lies complete on disk.</summary>
    /// <param name="path">Its folder.</param>
    void OnCheckpointSaved(string path)
    {
    }

    /// <summary>The run has ended, for whatever reason; nothing follows.</summary>
    /// <param name="result">What came of it; null where it was cancelled or failed.</param>
    void OnFinished(TrainingResult? result)
    {
    }
}
