using MapDet.Training.Loop;
using MapDet.Training.Telemetry;

namespace MapDet.Stage2.Progress.Live;

/// <summary>Collects what the live view shows. Is told on the training thread and asked on another.</summary>
/// <param name="time">The clock.</param>
internal sealed class TrainingWatch(TimeProvider time) : ITrainingObserver
{
    private const int Window = 20;
    private readonly Queue<TrainingStep> _latest = new();
    private volatile TrainingSnapshot _snapshot = new();

    /// <summary>What is known now.</summary>
    public TrainingSnapshot Snapshot => _snapshot;

    /// <summary>The loss of all steps so far; those before a resumption as far as they were logged.</summary>
    public LossTrace Losses { get; } = new();

    /// <summary>How long ago the last step ended.</summary>
    public TimeSpan SinceStep => time.GetElapsedTime(_snapshot.StepEnd);

    /// <inheritdoc/>
    public void OnStarted(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        string metrics = Path.Combine(run.OutputDirectory, MetricsFileObserver.FileName);
        if (run.StartStep > 0 && File.Exists(metrics))
        {
            foreach (LoggedStep step in TrainingHistory.Read(metrics).Steps.Where(step => step.Loss.IsFinite && step.Step <= run.StartStep))
            {
                Losses.Add(step.Step, step.Loss.Total);
            }
        }

        Change(known => known with { Run = run });
    }

    /// <inheritdoc/>
    public void OnStepFinished(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (!step.IsSkipped)
        {
            Losses.Add(step.Step, step.Loss.Total);
        }

        _latest.Enqueue(step);
        if (_latest.Count > Window)
        {
            _latest.Dequeue();
        }

        double seconds = _latest.Sum(s => s.Duration.TotalSeconds);
        double waited = _latest.Sum(s => s.DataWait.TotalSeconds);
        Change(known => known with
        {
            Step = step,
            LastGood = step.IsSkipped ? known.LastGood : step,
            SamplesPerSecond = seconds > 0 ? _latest.Sum(s => s.SampleTokens.Length) / seconds : 0,
            DataWait = TimeSpan.FromSeconds(waited / _latest.Count),
            DataWaitShare = seconds > 0 ? waited / seconds : 0,
            Evaluating = null,
            StepEnd = time.GetTimestamp(),
        });
    }

    /// <inheritdoc/>
    public void OnEvaluationProgress(int done, int total) => Change(known => known with { Evaluating = (done, total) });

    /// <inheritdoc/>
    public void OnEvaluationFinished(EvaluationReport evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        Change(known => known with
        {
            Evaluating = null,
            LastEvaluation = evaluation,
            BestEvaluation = evaluation.IsBest ? evaluation : known.BestEvaluation,
        });
    }

    /// <inheritdoc/>
    public void OnFinished(TrainingResult? result) => Change(known => known with { Evaluating = null, IsFinished = true });

    private void Change(Func<TrainingSnapshot, TrainingSnapshot> change)
    {
        TrainingSnapshot known = _snapshot;
        _snapshot = change(known) with { Version = known.Version + 1 };
    }
}
