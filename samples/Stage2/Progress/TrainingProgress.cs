using System.Globalization;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Progress;

/// <summary>Shows how far a training run is, and how long the rest of the epoch and of the run will take.</summary>
/// <param name="target">The display.</param>
internal sealed class TrainingProgress(IProgress<WorkDone> target) : ITrainingObserver
{
    private int _epochs;
    private double _percent;
    private TimeSpan? _left;

    /// <inheritdoc/>
    public void OnStarted(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _epochs = run.Training.Epochs;
    }

    /// <inheritdoc/>
    public void OnStepFinished(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        _percent = 100 * step.Progress;
        _left = step.TimeLeft.Run;
        string epochLeft = step.TimeLeft.Epoch is { } left ? $" with {TimeText.Format(left)} left" : "";
        Report(string.Create(CultureInfo.InvariantCulture, $"epoch {step.Epoch}/{_epochs}{epochLeft}, step {step.Step}, loss {step.AverageLoss:0.000}"));
    }

    /// <inheritdoc/>
    public void OnEvaluationProgress(int done, int total) => Report($"evaluating {done}/{total}");

    private void Report(string note) => target.Report(new WorkDone(_percent, 100, note, _left));
}
