using System.Globalization;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Progress;

/// <summary>Shows how far a training run is.</summary>
internal sealed class TrainingProgress : ITrainingObserver
{
    private string _loss = "";

    /// <summary>Where reports go; null: nowhere.</summary>
    public IProgress<WorkDone>? Target { get; set; }

    /// <inheritdoc/>
    public void OnStepFinished(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        _loss = string.Create(CultureInfo.InvariantCulture, $"step {step.Step}, loss {step.AverageLoss:0.000}");
        Target?.Report(new WorkDone(step.Progress * 100, 100, _loss));
    }

    /// <inheritdoc/>
    public void OnEvaluationFinished(EvaluationReport evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        _loss = string.Create(CultureInfo.InvariantCulture, $"mAP {evaluation.Metrics.MeanAveragePrecision:0.000}");
    }
}
