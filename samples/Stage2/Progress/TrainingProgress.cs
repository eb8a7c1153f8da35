using System.Globalization;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Progress;

/// <summary>Shows how far a training run is.</summary>
/// <param name="target">The display.</param>
internal sealed class TrainingProgress(IProgress<WorkDone> target) : ITrainingObserver
{
    private double _percent;

    /// <inheritdoc/>
    public void OnStepFinished(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        _percent = 100 * step.Progress;
        target.Report(new WorkDone(_percent, 100, string.Create(CultureInfo.InvariantCulture, $"step {step.Step}, loss {step.AverageLoss:0.000}")));
    }

    /// <inheritdoc/>
    public void OnEvaluationProgress(int done, int total) => target.Report(new WorkDone(_percent, 100, $"evaluating {done}/{total}"));
}
