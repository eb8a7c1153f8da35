using MapDet.Training.Loop;

namespace MapDet.Stage2.Progress.Live;

/// <summary>What is known of a run at a moment.</summary>
internal sealed record TrainingSnapshot
{
    /// <summary>The run; null before it begins.</summary>
    public TrainingRun? Run { get; init; }

    /// <summary>The last step; null before the first.</summary>
    public TrainingStep? Step { get; init; }

    /// <summary>The last step whose loss and gradients were finite.</summary>
    public TrainingStep? LastGood { get; init; }

    /// <summary>Samples trained on in a second, over the latest steps.</summary>
    public double SamplesPerSecond { get; init; }

    /// <summary>Mean time that the latest steps waited for their samples.</summary>
    public TimeSpan DataWait { get; init; }

    /// <summary>The share of their time that they waited, 0 to 1.</summary>
    public double DataWaitShare { get; init; }

    /// <summary>Samples evaluated and to be evaluated, while an evaluation runs.</summary>
    public (int Done, int Total)? Evaluating { get; init; }

    /// <summary>The last evaluation.</summary>
    public EvaluationReport? LastEvaluation { get; init; }

    /// <summary>The best evaluation of this process.</summary>
    public EvaluationReport? BestEvaluation { get; init; }

    /// <summary>True once nothing follows.</summary>
    public bool IsFinished { get; init; }

    /// <summary>When the last step ended, a timestamp.</summary>
    public long StepEnd { get; init; }

    /// <summary>Counts up with every change.</summary>
    public long Version { get; init; }
}
