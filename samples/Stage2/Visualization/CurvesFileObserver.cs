using MapDet.Training.Loop;
using MapDet.Training.Telemetry;

namespace MapDet.Stage2.Visualization;

/// <summary>
/// Draws <c>curves.png</c> into the run's folder at each evaluation. It draws what <c>metrics.jsonl</c> holds, so that a resumed run goes on with the
/// curves of the one before; it has to be registered behind <see cref="MetricsFileObserver"/>, as it is where it comes after <c>AddStage2Training</c>.
/// </summary>
public sealed class CurvesFileObserver : ITrainingObserver
{
    /// <summary>The file's name.</summary>
    public const string FileName = "curves.png";

    private string _folder = "";

    /// <inheritdoc/>
    public void OnStarted(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _folder = run.OutputDirectory;
    }

    /// <inheritdoc/>
    public void OnEvaluationFinished(EvaluationReport evaluation) => Draw();

    /// <inheritdoc/>
    /// <remarks>A run that evaluates nothing has its picture at the end.</remarks>
    public void OnFinished(TrainingResult? result)
    {
        if (result is { FinalMetrics: null })
        {
            Draw();
        }
    }

    private void Draw() => TrainingCurves.Write(TrainingHistory.Read(_folder), Path.Combine(_folder, FileName));
}
