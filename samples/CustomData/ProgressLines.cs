using System.Globalization;
using MapDet.Training.Loop;

namespace MapDet.CustomData;

/// <summary>A line on the screen for every few steps and every evaluation; <c>train.log</c> has the details.</summary>
/// <param name="output">Standard output.</param>
/// <param name="interval">Steps from line to line.</param>
internal sealed class ProgressLines(TextWriter output, int interval) : ITrainingObserver
{
    private double _sum;
    private int _count;

    /// <inheritdoc/>
    public void OnStepFinished(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        _sum += step.Loss.Total;
        _count++;
        if (_count == interval || step.Step == step.TotalSteps)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Step {step.Step,3} of {step.TotalSteps}: mean loss {_sum / _count:0.00}"));
            (_sum, _count) = (0, 0);
        }
    }

    /// <inheritdoc/>
    public void OnEvaluationFinished(EvaluationReport evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  validation: mAP {evaluation.Metrics.MeanAveragePrecision:0.0000}"));
    }
}
