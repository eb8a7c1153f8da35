using MapDet.Core.Contracts;
using MapDet.Training.Loop;
using TorchSharp;
using TorchSharp.Modules;

namespace MapDet.Training.Telemetry;

/// <summary>Writes TensorBoard event files into the run's folder.</summary>
public sealed class TensorBoardObserver : ITrainingObserver
{
    private SummaryWriter? _writer;

    /// <inheritdoc/>
    public void OnStarted(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _writer = torch.utils.tensorboard.SummaryWriter(run.OutputDirectory, createRunName: false);
    }

    /// <inheritdoc/>
    public void OnStepFinished(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (!step.IsLogged || step.IsSkipped)
        {
            return;
        }

        Add("loss/total", step.Loss.Total, step.Step);
        Add("loss/cls", step.Loss.Classification, step.Step);
        Add("loss/pts", step.Loss.Points, step.Step);
        Add("loss/dir", step.Loss.Direction, step.Step);
        Add("lr/qformer", step.Rates.QFormer, step.Step);
        Add("lr/queries", step.Rates.Queries, step.Step);
        Add("lr/decoder", step.Rates.Decoder, step.Step);
        Add("grad_norm/qformer", step.Gradients.QFormer, step.Step);
        Add("grad_norm/queries", step.Gradients.Queries, step.Step);
        Add("grad_norm/decoder", step.Gradients.Decoder, step.Step);
        Add("grad_norm/total", step.Gradients.Total, step.Step);
        Add("speed/samples_per_second", step.SamplesPerSecond, step.Step);
        Add("speed/data_wait_seconds", step.DataWait.TotalSeconds, step.Step);
        Add("memory/gigabytes", step.MemoryBytes / 1e9, step.Step);
    }

    /// <inheritdoc/>
    public void OnEvaluationFinished(EvaluationReport evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        Add("eval/mAP", evaluation.Metrics.MeanAveragePrecision, evaluation.Step);
        foreach ((MapClass mapClass, ClassMetrics metrics) in MapClasses.All.Zip(evaluation.Metrics.Classes))
        {
            Add($"eval/AP_{mapClass.Name()}", metrics.AveragePrecision, evaluation.Step);
        }
    }

    private void Add(string name, double value, int step) => _writer?.add_scalar(name, (float)value, step);
}
