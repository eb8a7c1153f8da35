using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Training.Loop;
using MapDet.Training.Optimization;

namespace MapDet.Training.Telemetry;

/// <summary>What a run has logged so far: the contents of its <c>metrics.jsonl</c>, for curves and comparisons.</summary>
/// <param name="Steps">Logged and skipped steps, in their order.</param>
/// <param name="Evaluations">Evaluations, in their order.</param>
public sealed record TrainingHistory(ImmutableArray<LoggedStep> Steps, ImmutableArray<LoggedEvaluation> Evaluations)
{
    /// <summary>Reads the file; the run may still be writing it. A last line that is not whole is left out.</summary>
    /// <param name="path">A <c>metrics.jsonl</c>, or the folder of a run.</param>
    /// <exception cref="InvalidInputException">The file is absent or a line of it is not one of ours.</exception>
    public static TrainingHistory Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string file = Directory.Exists(path) ? Path.Combine(path, MetricsFileObserver.FileName) : path;
        ImmutableArray<LoggedStep>.Builder steps = ImmutableArray.CreateBuilder<LoggedStep>();
        ImmutableArray<LoggedEvaluation>.Builder evaluations = ImmutableArray.CreateBuilder<LoggedEvaluation>();
        foreach (MetricsLine line in MetricsLine.ReadAll(file))
        {
            switch (line.Text("type"))
            {
                case "step":
                    steps.Add(Step(line));
                    break;
                case "evaluation":
                    evaluations.Add(Evaluation(line));
                    break;
                default:
                    throw line.Fault("type", "must be 'step' or 'evaluation'");
            }
        }

        return new TrainingHistory(steps.ToImmutable(), evaluations.ToImmutable());
    }

    private static LoggedStep Step(MetricsLine line) => new(
        line.Integer("step"),
        line.Integer("epoch"),
        new LossValues(line.Number("loss_cls"), line.Number("loss_pts"), line.Number("loss_dir")),
        new LearningRates(line.Number("lr_qformer"), line.Number("lr_queries"), line.Number("lr_decoder")),
        new GradientNorms(line.Number("grad_norm_qformer"), line.Number("grad_norm_queries"), line.Number("grad_norm_decoder")),
        line.Number("samples_per_second"),
        line.Number("data_wait_seconds"),
        line.Number("memory_bytes"),
        line.Truth("skipped"));

    private static LoggedEvaluation Evaluation(MetricsLine line) => new(
        line.Integer("step"),
        line.Integer("epoch"),
        line.Number("mAP"),
        [.. MapClasses.All.Select(mapClass => line.Number($"AP_{mapClass.Name()}"))],
        line.Truth("best"));
}
