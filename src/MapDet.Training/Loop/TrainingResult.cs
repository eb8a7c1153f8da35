using MapDet.Core.Contracts;

namespace MapDet.Training.Loop;

/// <summary>What came of a run.</summary>
/// <param name="OutputDirectory">Where its files are.</param>
/// <param name="Steps">Steps made, those before a resumption included.</param>
/// <param name="SkippedSteps">How many of them had no finite loss or gradient and changed nothing.</param>
/// <param name="Elapsed">Time of the run, that before a resumption included.</param>
/// <param name="UntrainedMetrics">Of the model before its first step, where that was asked for.</param>
/// <param name="BestMetrics">Of the best model on the validation set; null where nothing was evaluated.</param>
/// <param name="BestStep">The step after which the best model was found; 0 where nothing was evaluated.</param>
/// <param name="FinalMetrics">Of the model after the last step.</param>
/// <param name="BestModelPath"><c>best_model.safetensors</c>, or null where nothing was evaluated.</param>
/// <param name="FinalModelPath"><c>final_model.safetensors</c>.</param>
public sealed record TrainingResult(
    string OutputDirectory,
    int Steps,
    int SkippedSteps,
    TimeSpan Elapsed,
    MapMetrics? UntrainedMetrics,
    MapMetrics? BestMetrics,
    int BestStep,
    MapMetrics? FinalMetrics,
    string? BestModelPath,
    string FinalModelPath);
