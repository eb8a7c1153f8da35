using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Evaluation;
using MapDet.Training.Checkpointing;
using MapDet.Training.Telemetry;
using TorchSharp;

namespace MapDet.Training.Loop;

/// <summary>What a run leaves on disk: checkpoints, best and final model, scores.</summary>
internal sealed class RunArchive(PreparedRun run)
{
    /// <summary>Saves a checkpoint.</summary>
    /// <param name="name">The folder's name.</param>
    /// <param name="state">Where the run is.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="IOException">It can't be written; what was there before is still there.</exception>
    public string SaveCheckpoint(string name, TrainerState state)
    {
        using System.Diagnostics.Activity? activity = TrainingMeter.Activities.StartActivity("checkpoint");
        using DisposeScope scope = torch.NewDisposeScope();
        MapMetrics? metrics = state.LastEvaluatedStep == state.Step ? state.LastMetrics : null;
        return run.Checkpoints.Save(name, run.Model, run.Optimizer.State(), state, Metadata(state, metrics), run.Averages is null ? null : run.Averages.Apply);
    }

    /// <summary>Saves the model alone, as one file that is enough to evaluate; with averaged weights where there are any.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="state">Where the run is.</param>
    /// <param name="metrics">The model's scores.</param>
    /// <param name="isAveraged">True where the averages stand in the place of the weights already.</param>
    /// <returns>The file.</returns>
    public string SaveModel(string name, TrainerState state, MapMetrics? metrics, bool isAveraged)
    {
        using IDisposable? averages = isAveraged ? null : run.Averages?.Apply();
        MapModelFile.Save(InFolder(name), run.Model, includeFrozen: true, Metadata(state, metrics));
        return InFolder(name);
    }

    /// <summary>Writes the best scores and the final model.</summary>
    public TrainingResult Finish(TrainerState state, TimeSpan elapsed)
    {
        if (state.BestMetrics is { } best)
        {
            MetricsFile.Write(InFolder("metrics.json"), best, run.ValidationData.Name, run.ValidationData.GroundTruthHash);
        }

        string final = SaveModel(ModelLocation.FinalModelFile, state, state.LastMetrics, isAveraged: false);
        return new TrainingResult(
            run.Description.OutputDirectory,
            state.Step,
            state.SkippedSteps,
            elapsed,
            state.UntrainedMetrics,
            state.BestMetrics,
            state.BestStep,
            state.LastMetrics,
            state.BestMetrics is null ? null : InFolder(ModelLocation.BestModelFile),
            final);
    }

    private IReadOnlyDictionary<string, string> Metadata(TrainerState state, MapMetrics? metrics) =>
        new TrainingRecord(state.Step, run.TrainingData.GroundTruthHash, run.Samples, metrics).ToMetadata();

    private string InFolder(string name) => Path.Combine(run.Description.OutputDirectory, name);
}
