using MapDet.Training.Loop;

namespace MapDet.Stage2.Demo;

/// <summary>Remembers losses and scores of a run for its picture.</summary>
internal sealed class CurveRecorder : ITrainingObserver
{
    private const int Window = 20;
    private readonly Queue<double> _latest = new();
    private readonly List<(int Step, double Loss)> _losses = [];
    private readonly List<(int Step, double Score)> _scores = [];

    /// <summary>The loss by step, a running mean.</summary>
    public IReadOnlyList<(int Step, double Loss)> Losses => _losses;

    /// <summary>The mean average precision by step.</summary>
    public IReadOnlyList<(int Step, double Score)> Scores => _scores;

    /// <inheritdoc/>
    public void OnStepFinished(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.IsSkipped)
        {
            return;
        }

        _latest.Enqueue(step.Loss.Total);
        if (_latest.Count > Window)
        {
            _latest.Dequeue();
        }

        _losses.Add((step.Step, _latest.Average()));
    }

    /// <inheritdoc/>
    public void OnEvaluationFinished(EvaluationReport evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        _scores.Add((evaluation.Step, evaluation.Metrics.MeanAveragePrecision));
    }
}
