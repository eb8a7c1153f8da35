using MapDet.Training.Loop;
using MapDet.Training.Optimization;

namespace MapDet.Training.Telemetry;

/// <summary>A step as <c>metrics.jsonl</c> holds it. What was not finite, or is not in the file, is NaN.</summary>
/// <param name="Step">Its number in the run, from 1.</param>
/// <param name="Epoch">Its epoch, from 1.</param>
/// <param name="Loss">The loss of its samples.</param>
/// <param name="Rates">Learning rates.</param>
/// <param name="Gradients">Norms before clipping.</param>
/// <param name="SamplesPerSecond">Samples trained on in a second, waiting included.</param>
/// <param name="DataWaitSeconds">Seconds spent waiting for the samples.</param>
/// <param name="MemoryBytes">Main memory of the process, bytes.</param>
/// <param name="IsSkipped">True where nothing was changed.</param>
public sealed record LoggedStep(
    int Step,
    int Epoch,
    LossValues Loss,
    LearningRates Rates,
    GradientNorms Gradients,
    double SamplesPerSecond,
    double DataWaitSeconds,
    double MemoryBytes,
    bool IsSkipped);
