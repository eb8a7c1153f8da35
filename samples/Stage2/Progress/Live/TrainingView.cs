using System.Globalization;
using MapDet.Core.Contracts;
using MapDet.Training.Loop;
using MapDet.Training.Optimization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MapDet.Stage2.Progress.Live;

/// <summary>The live view of a training. It is drawn anew from what is known each time, as large as the terminal is then.</summary>
/// <param name="watch">What is known.</param>
internal sealed class TrainingView(TrainingWatch watch) : Renderable
{
    private const int TallestChart = 6;
    private const int LowestChart = 2;

    // So that some lines of the log stay in sight above the view.
    private const int RowsOfLog = 4;
    private const int Borders = 2;

    // For the ^C that a terminal writes behind the last character: at the edge it would begin a new row.
    private const int Echo = 2;

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        TrainingSnapshot known = watch.Snapshot;
        IRenderable[] rows = Rows(known);
        int width = Math.Max(1, maxWidth - Echo);
        int inner = Math.Max(1, width - 4);
        int height = Height(rows, options, inner);
        int room = options.ConsoleSize.Height - Borders;
        int chart = Math.Min(room - RowsOfLog - height, TallestChart);
        if (known.Step is not null && chart >= LowestChart)
        {
            rows = [.. rows, new LossChart(watch.Losses.Means(), chart)];
        }

        // What a low terminal has no room for is left out from below.
        while (rows.Length > 1 && Height(rows, options, inner) > room)
        {
            rows = rows[..^1];
        }

        IRenderable panel = new Panel(new Rows(rows))
        {
            Header = new PanelHeader($" {Title(known)} "),
            Border = BoxBorder.Rounded,
            BorderStyle = new Style(Color.Grey),
            Expand = true,
        };
        return panel.Render(options, width);
    }

    private static int Height(IEnumerable<IRenderable> rows, RenderOptions options, int width) =>
        rows.Sum(row => Segment.SplitLines(row.Render(options, width)).Count);

    private static string Title(TrainingSnapshot known)
    {
        string what = known.Run is { } run ? Markup.Escape($", {run.Model.Preset}, {run.Device}, {Path.GetFileName(run.OutputDirectory)}") : "";
        return known.IsFinished ? $"Training{what}: ended" : $"Training{what}";
    }

    private IRenderable[] Rows(TrainingSnapshot known)
    {
        if (known.Run is not { } run)
        {
            return [new FieldLine("Step", ("", "preparing the run"))];
        }

        if (known.Step is not { } step)
        {
            return [new FieldLine("Step", ("", Text($"{run.StartStep}/{run.TotalSteps}"))), Scores(known)];
        }

        TrainingStep good = known.LastGood ?? step;
        return
        [
            new FieldLine(
                "Step", ("epoch", Text($"{step.Epoch}/{run.Training.Epochs}")), ("step", Text($"{step.StepInEpoch}/{step.StepsPerEpoch}")), ("of the run", Text($"{step.Step}/{step.TotalSteps}"))),
            new BarLine("Epoch", (double)step.StepInEpoch / step.StepsPerEpoch, Left(step.TimeLeft.Epoch)),
            new BarLine("Run", step.Progress, Left(step.TimeLeft.Run)),
            new FieldLine(
                "Loss",
                ("", Text($"{good.Loss.Total:0.0000}")),
                ("average", Text($"{step.AverageLoss:0.0000}")),
                ("cls", Text($"{good.Loss.Classification:0.0000}")),
                ("pts", Text($"{good.Loss.Points:0.0000}")),
                ("dir", Text($"{good.Loss.Direction:0.0000}"))),
            Parts("Rate", good.Rates, "0.00e+00"),
            Parts("Gradient", good.Gradients, "0.000"),
            new FieldLine(
                "Speed",
                ("samples/s", Text($"{known.SamplesPerSecond:0.0}")),
                ("data wait", Text($"{known.DataWait.TotalMilliseconds:0} ms ({100 * known.DataWaitShare:0} %)")),
                ("memory", Text($"{step.MemoryBytes / 1e9:0.00} GB")),
                ("skipped", Text($"{step.SkippedSteps}"))),
            Scores(known),
        ];
    }

    private static FieldLine Scores(TrainingSnapshot known)
    {
        List<(string Name, string Value)> fields = [];
        if (known.Evaluating is { } running)
        {
            fields.Add(("evaluating", Text($"{running.Done}/{running.Total}")));
        }

        if (known.LastEvaluation is { } last)
        {
            fields.Add(("mAP", Text($"{last.Metrics.MeanAveragePrecision:0.0000}")));
            fields.AddRange(MapClasses.All.Zip(last.Metrics.Classes, (c, m) => (c.Name(), Text($"{m.AveragePrecision:0.000}"))));
            fields.Add(("step", Text($"{last.Step}")));
        }

        if (known.BestEvaluation is { } best)
        {
            fields.Add(("best", Text($"{best.Metrics.MeanAveragePrecision:0.0000} (step {best.Step})")));
        }

        return new FieldLine("Scores", fields.Count > 0 ? fields : [("", "none yet")]);
    }

    private static FieldLine Parts(string label, LearningRates rates, string format) => Parts(label, part => rates[part], format);

    private static FieldLine Parts(string label, GradientNorms norms, string format) => Parts(label, part => norms[part], format);

    private static FieldLine Parts(string label, Func<TrainedPart, double> value, string format)
    {
        string Of(TrainedPart part) => value(part).ToString(format, CultureInfo.InvariantCulture);
        return new FieldLine(label, ("Q-Former", Of(TrainedPart.QFormer)), ("queries", Of(TrainedPart.MapQueries)), ("decoder", Of(TrainedPart.MapDecoder)));
    }

    // What a step foretold, less the time that has passed since.
    private string Left(TimeSpan? left)
    {
        if (left is not { } time)
        {
            return "";
        }

        TimeSpan rest = time - watch.SinceStep;
        return $"{TimeText.FormatWhole(rest > TimeSpan.Zero ? rest : TimeSpan.Zero)} left";
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
