using MapDet.Core.Detection;

namespace MapDet.Training.Loop;

/// <summary>A run that begins or goes on, as observers see it.</summary>
/// <param name="OutputDirectory">Where its files are.</param>
/// <param name="Model">The model's options.</param>
/// <param name="Training">The training options.</param>
/// <param name="StartStep">Steps made before, by the run that this one resumes; 0 for a new run.</param>
/// <param name="TotalSteps">Steps planned in all.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
/// <param name="TrainingSamples">Samples of the training set.</param>
/// <param name="ValidationSamples">Samples of the validation set.</param>
public sealed record TrainingRun(
    string OutputDirectory,
    MapDetOptions Model,
    TrainingOptions Training,
    int StartStep,
    int TotalSteps,
    int StepsPerEpoch,
    int TrainingSamples,
    int ValidationSamples);
