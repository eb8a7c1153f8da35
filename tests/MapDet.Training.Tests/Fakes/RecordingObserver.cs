using System.Collections.Immutable;
using MapDet.Training.Loop;
using MapDet.Training.Preflight;

namespace MapDet.Training.Tests.Fakes;

internal sealed class RecordingObserver(Action<TrainingStep>? onStep = null) : ITrainingObserver
{
    public List<TrainingStep> Steps { get; } = [];

    public List<EvaluationReport> Evaluations { get; } = [];

    public List<EpochReport> Epochs { get; } = [];

    public List<string> Checkpoints { get; } = [];

    public List<PreflightFinding> Findings { get; } = [];

    public List<string> Notices { get; } = [];

    public TrainingRun? Run { get; private set; }

    public int Finished { get; private set; }

    public void OnStarted(TrainingRun run) => Run = run;

    public void OnPreflight(ImmutableArray<PreflightFinding> findings) => Findings.AddRange(findings);

    public void OnNotice(string message) => Notices.Add(message);

    public void OnStepFinished(TrainingStep step)
    {
        Steps.Add(step);
        onStep?.Invoke(step);
    }

    public void OnEvaluationFinished(EvaluationReport evaluation) => Evaluations.Add(evaluation);

    public void OnEpochFinished(EpochReport epoch) => Epochs.Add(epoch);

    public void OnCheckpointSaved(string path) => Checkpoints.Add(Path.GetFileName(path));

    public void OnFinished(TrainingResult? result) => Finished++;
}
