using System.Collections.Immutable;
using MapDet.Training.Optimization;

namespace MapDet.Training.Loop;

/// <summary>A step that has been made.</summary>
/// <param name="Step">Its number in the run, from 1.</param>
/// <param name="TotalSteps">Steps planned in all.</param>
/// <param name="Epoch">Its epoch, from 1.</param>
/// <param name="StepInEpoch">Its number in the epoch, from 1.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
/// <param name="Loss">The loss of its samples.</param>
/// <param name="AverageLoss">The mean total loss of the epoch's steps so far.</param>
/// <param name="Rates">Learning rates.</param>
/// <param name="Gradients">Norms before clipping.</param>
/// <param name="IsSkipped">True where loss or gradients were not finite and nothing was changed.</param>
/// <param name="SkippedSteps">Skipped steps of the run so far.</param>
/// <param name="SampleTokens">The samples.</param>
/// <param name="DataWait">Time spent waiting for the samples.</param>
/// <param name="Duration">Time of the whole step, waiting included.</param>
/// <param name="Elapsed">Time of the run so far.</param>
/// <param name="Progress">How much of the run is behind, 0 to 1: by steps or by time, whichever is further.</param>
/// <param name="IsLogged">True where the log has a block of this step.</param>
public sealed record TrainingStep(
    int Step,
    int TotalSteps,
    int Epoch,
    int StepInEpoch,
    int StepsPerEpoch,
    LossValues Loss,
    double AverageLoss,
    LearningRates Rates,
    GradientNorms Gradients,
    bool IsSkipped,
    int SkippedSteps,
    ImmutableArray<string> SampleTokens,
    TimeSpan DataWait,
    TimeSpan Duration,
    TimeSpan Elapsed,
    double Progress,
    bool IsLogged)
{
    /// <summary>When epoch and run will end, as far as that is known.</summary>
    public TimeLeft TimeLeft { get; init; }

    /// <summary>Main memory that the process occupies (its resident set), bytes; memory of a GPU is not in it.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Samples trained on in a second, waiting included.</summary>
    public double SamplesPerSecond => Duration > TimeSpan.Zero ? SampleTokens.Length / Duration.TotalSeconds : 0;
}
