using System.Globalization;
using MapDet.Core.Contracts;
using MapDet.Training.Loop;
using MapDet.Training.Preflight;

namespace MapDet.Training.Telemetry;

/// <summary>The texts of the log.</summary>
internal static class TrainingLogFormat
{
    /// <summary>The block of a logged step.</summary>
    public static IEnumerable<string> Step(TrainingStep step, int epochs)
    {
        // The terms are rounded before they are added: what stands in the log adds up in the log.
        decimal classification = Round(step.Loss.Classification);
        decimal points = Round(step.Loss.Points);
        decimal direction = Round(step.Loss.Direction);
        decimal total = classification + points + direction;
        return
        [
            Text($"Epoch [{step.Epoch}/{epochs}] Step [{step.StepInEpoch}/{step.StepsPerEpoch}] Loss: {total:0.0000} (Avg: {step.AverageLoss:0.0000})"),
            Text($"LR: q={Rate(step.Rates.QFormer)} m={Rate(step.Rates.Queries)} d={Rate(step.Rates.Decoder)}"),
            "",
            "Detailed losses:",
            Text($"  loss_cls: {classification:0.0000}"),
            Text($"  loss_pts: {points:0.0000}"),
            Text($"  loss_dir: {direction:0.0000}"),
            Text($"  loss_total: {total:0.0000}"),
            "",
        ];
    }

    /// <summary>What a run will do.</summary>
    public static IEnumerable<string> Banner(TrainingRun run)
    {
        TrainingOptions options = run.Training;
        yield return Text($"MapDet Stage 2, preset {run.Model.Preset}, output {run.OutputDirectory}");
        yield return Text($"Device: {run.Device}, precision: {options.Precision.ToString().ToLowerInvariant()}, seed {options.Seed}");
        yield return "Trained:";
        foreach (TrainedGroup group in run.Groups)
        {
            yield return Text($"  {PartName(group.Part),-12} {group.Parameters,15:N0} parameters  lr {Rate(group.Rate)}");
        }

        yield return "Frozen:";
        foreach (FrozenPart part in run.Frozen)
        {
            yield return Text($"  {part.Name,-12} {part.Parameters,15:N0} parameters");
        }

        long trained = run.Groups.Sum(g => g.Parameters);
        long all = trained + run.Frozen.Sum(p => p.Parameters);
        yield return Text($"Trained in all: {trained:N0} of {all:N0} ({100.0 * trained / all:0.0} %)");
        yield return Text(
            $"Effective batch: {options.EffectiveBatchSize} ({options.BatchSize} x {options.AccumulationSteps} accumulated), {options.ComputeSlices} compute slice(s)");
        yield return Text($"Training samples: {run.TrainingData.Samples:N0} ({run.TrainingData.Name}), validation samples: {run.ValidationData.Samples:N0} ({run.ValidationData.Name})");
        yield return Text($"Steps: {run.TotalSteps:N0} ({run.StepsPerEpoch:N0} an epoch, {options.Epochs} epochs{Limits(options)})");
        if (run.ResumedFrom is not null)
        {
            yield return Text($"Resumed from {run.ResumedFrom} after step {run.StartStep}");
        }

        yield return "";
    }

    /// <summary>The checks that passed, a line each; warnings are notices.</summary>
    public static IEnumerable<string> Preflight(IEnumerable<PreflightFinding> findings) =>
        findings.Where(f => f.Result.Outcome == PreflightOutcome.Passed).Select(f => $"[ok]   {f.Check}: {f.Result.Detail}");

    /// <summary>A warning of a check as a notice.</summary>
    public static string Warning(PreflightFinding finding) => $"[warn] {finding.Check}: {finding.Result.Detail}";

    /// <summary>The scores of an evaluation.</summary>
    public static IEnumerable<string> Evaluation(EvaluationReport report)
    {
        MapMetrics metrics = report.Metrics;
        string classes = string.Join(", ", MapClasses.All.Zip(metrics.Classes, (c, m) => Text($"{c.Name()} {m.AveragePrecision:0.0000}")));
        yield return Text(
            $"Evaluation after step {report.Step}: mAP {metrics.MeanAveragePrecision:0.0000} ({classes}), {metrics.Samples} samples, {report.Duration.TotalSeconds:0.0} s{(report.IsBest ? ", best so far" : "")}");
    }

    /// <summary>The line at the end of an epoch.</summary>
    public static string Epoch(EpochReport report, int epochs)
    {
        string left = report.RunTimeLeft is { } time && time > TimeSpan.Zero ? $", about {Clock(time)} left" : "";
        return Text($"Epoch [{report.Epoch}/{epochs}] done: average loss {report.AverageLoss:0.0000}, {Clock(report.Elapsed)} so far{left}");
    }

    /// <summary>A term of the loss as the log shows it; what is no number is shown as 0 by a block, and named by a notice.</summary>
    private static decimal Round(double value) =>
        double.IsFinite(value) && Math.Abs(value) < 1e15 ? Math.Round((decimal)value, 4, MidpointRounding.AwayFromZero) : 0;

    private static string Rate(double rate) => rate.ToString("0.00e+00", CultureInfo.InvariantCulture);

    private static string Clock(TimeSpan time) => Text($"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");

    private static string PartName(TrainedPart part) => part switch
    {
        TrainedPart.QFormer => "Q-Former",
        TrainedPart.MapQueries => "map queries",
        _ => "map decoder",
    };

    private static string Limits(TrainingOptions options)
    {
        string steps = options.MaxSteps is { } max ? Text($", at most {max} steps") : "";
        string time = options.MaxDuration is { } duration ? Text($", at most {duration.TotalMinutes:0.0} minutes") : "";
        return steps + time;
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
