using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MapDet.Core.Contracts;
using MapDet.Core.IO;
using MapDet.Training.Loop;

namespace MapDet.Training.Telemetry;

/// <summary>Writes <c>metrics.jsonl</c>: one JSON object a logged or skipped step (<c>"type": "step"</c>) and one an evaluation (<c>"evaluation"</c>).</summary>
public sealed class MetricsFileObserver : ITrainingObserver, IDisposable
{
    /// <summary>The file's name.</summary>
    public const string FileName = "metrics.jsonl";

    private StreamWriter? _file;

    /// <inheritdoc/>
    public void OnStarted(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _file?.Dispose();
        string path = Path.Combine(run.OutputDirectory, FileName);
        ForgetAfter(path, run.StartStep);
        _file = new StreamWriter(path, append: true, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
    }

    /// <inheritdoc/>
    public void OnStepFinished(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (!step.IsLogged && !step.IsSkipped)
        {
            return;
        }

        Write(new JsonObject
        {
            ["type"] = "step",
            ["step"] = step.Step,
            ["epoch"] = step.Epoch,
            ["step_in_epoch"] = step.StepInEpoch,
            ["loss_cls"] = Number(step.Loss.Classification),
            ["loss_pts"] = Number(step.Loss.Points),
            ["loss_dir"] = Number(step.Loss.Direction),
            ["loss_total"] = Number(step.Loss.Total),
            ["loss_avg"] = Number(step.AverageLoss),
            ["lr_qformer"] = step.Rates.QFormer,
            ["lr_queries"] = step.Rates.Queries,
            ["lr_decoder"] = step.Rates.Decoder,
            ["grad_norm"] = Number(step.Gradients.Total),
            ["grad_norm_qformer"] = Number(step.Gradients.QFormer),
            ["grad_norm_queries"] = Number(step.Gradients.Queries),
            ["grad_norm_decoder"] = Number(step.Gradients.Decoder),
            ["samples_per_second"] = step.SamplesPerSecond,
            ["data_wait_seconds"] = step.DataWait.TotalSeconds,
            ["memory_bytes"] = step.MemoryBytes,
            ["elapsed_seconds"] = step.Elapsed.TotalSeconds,
            ["epoch_seconds_left"] = step.TimeLeft.Epoch?.TotalSeconds,
            ["run_seconds_left"] = step.TimeLeft.Run?.TotalSeconds,
            ["skipped"] = step.IsSkipped,
            ["skipped_steps"] = step.SkippedSteps,
        });
    }

    /// <inheritdoc/>
    public void OnEvaluationFinished(EvaluationReport evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        JsonObject line = new()
        {
            ["type"] = "evaluation",
            ["step"] = evaluation.Step,
            ["epoch"] = evaluation.Epoch,
            ["mAP"] = evaluation.Metrics.MeanAveragePrecision,
            ["best"] = evaluation.IsBest,
            ["samples"] = evaluation.Metrics.Samples,
            ["seconds"] = evaluation.Duration.TotalSeconds,
        };
        foreach ((MapClass mapClass, ClassMetrics metrics) in MapClasses.All.Zip(evaluation.Metrics.Classes))
        {
            line[$"AP_{mapClass.Name()}"] = metrics.AveragePrecision;
            foreach ((double threshold, double precision) in evaluation.Metrics.Thresholds.Zip(metrics.AveragePrecisions))
            {
                line[string.Create(CultureInfo.InvariantCulture, $"AP_{mapClass.Name()}@{threshold:0.0}")] = precision;
            }
        }

        Write(line);
    }

    /// <inheritdoc/>
    public void OnFinished(TrainingResult? result) => Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    /// <summary>Drops what a killed run wrote behind the step that it is resumed from, and a last line that was cut off.</summary>
    private static void ForgetAfter(string path, int step)
    {
        if (File.Exists(path))
        {
            AtomicFile.WriteText(path, string.Concat(File.ReadLines(path).Where(line => StepOf(line) <= step && step > 0).Select(line => line + "\n")));
        }
    }

    private static int StepOf(string line)
    {
        try
        {
            return JsonNode.Parse(line)?["step"]?.GetValue<int>() ?? int.MaxValue;
        }
        catch (JsonException)
        {
            return int.MaxValue;
        }
    }

    // JSON has no NaN and no infinity.
    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private void Write(JsonObject line) => _file?.WriteLine(line.ToJsonString());
}
