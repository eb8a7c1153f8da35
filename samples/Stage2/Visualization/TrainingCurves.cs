using MapDet.Core.Contracts;
using MapDet.Training.Telemetry;
using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace MapDet.Stage2.Visualization;

/// <summary>
/// A picture of a run, six panels over its steps: total loss, terms of the loss, average precision; learning rates, gradient norms, speed. Pale lines
/// are what was logged, full ones a running mean of it.
/// </summary>
public static class TrainingCurves
{
    private const int Width = 540;
    private const int Height = 400;
    private const int Columns = 3;

    // Okabe and Ito's palette: told apart by people with any colour vision.
    private static readonly Color s_total = new(0x00, 0x72, 0xB2);
    private static readonly Color[] s_terms = [new(0xCC, 0x79, 0xA7), new(0xE6, 0x9F, 0x00), new(0x56, 0xB4, 0xE9)];
    private static readonly Color[] s_parts = [new(0x00, 0x72, 0xB2), new(0xD5, 0x5E, 0x00), new(0x00, 0x9E, 0x73)];

    /// <summary>Draws a run.</summary>
    /// <param name="history">What it has logged so far, see <see cref="TrainingHistory.Read"/>.</param>
    /// <returns>A picture that the caller disposes, 1620 x 800 pixels.</returns>
    public static SKImage Draw(TrainingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        LoggedStep[] steps = [.. history.Steps.Where(step => !step.IsSkipped)];
        Plot[] plots =
        [
            Linear("Loss", [.. WithMean(Line("", s_total, steps, s => s.Loss.Total))]),
            Logarithmic("Terms of the loss", [
                Line("cls", s_terms[0], steps, s => s.Loss.Classification),
                Line("pts", s_terms[1], steps, s => s.Loss.Points),
                Line("dir", s_terms[2], steps, s => s.Loss.Direction)]),
            Linear("Chamfer AP on the validation set", Precisions(history.Evaluations), least: 0.05),
            Linear("Learning rate", Nested(Parts(steps, s => (s.Rates.QFormer, s.Rates.Queries, s.Rates.Decoder)))),
            Logarithmic("Gradient norm before clipping", Parts(steps, s => (s.Gradients.QFormer, s.Gradients.Queries, s.Gradients.Decoder))),
            Linear("Samples a second", [.. WithMean(Line("", s_parts[2], steps, s => s.SamplesPerSecond))]),
        ];
        double last = Math.Max(1, steps.Select(s => s.Step).Concat(history.Evaluations.Select(e => e.Step)).DefaultIfEmpty().Max());
        foreach (Plot plot in plots)
        {
            plot.Axes.SetLimitsX(0, last * 1.02);
        }

        return PanelGrid.Draw(Width, Height, Columns, plots);
    }

    /// <summary>Draws a run into a PNG file, which appears complete or not at all.</summary>
    /// <param name="history">What it has logged so far.</param>
    /// <param name="path">The target; an existing file is replaced.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(TrainingHistory history, string path)
    {
        using SKImage image = Draw(history);
        PictureFile.WritePng(image, path);
    }

    private static CurveLine Line(string name, Color color, IEnumerable<LoggedStep> steps, Func<LoggedStep, double> value) =>
        new(name, color, [.. steps.Select(step => ((double)step.Step, value(step))).Where(point => double.IsFinite(point.Item2))]);

    private static CurveLine[] Parts(LoggedStep[] steps, Func<LoggedStep, (double QFormer, double Queries, double Decoder)> values) =>
    [
        Line("Q-Former", s_parts[0], steps, s => values(s).QFormer),
        Line("map queries", s_parts[1], steps, s => values(s).Queries),
        Line("map decoder", s_parts[2], steps, s => values(s).Decoder),
    ];

    // Rates are often the same: each line shows beside the narrower one that covers it.
    private static CurveLine[] Nested(CurveLine[] lines) => [.. lines.Select((line, index) => line with { Width = 2 + (3 * (lines.Length - 1 - index)) })];

    private static CurveLine[] Precisions(IReadOnlyList<LoggedEvaluation> evaluations)
    {
        IEnumerable<CurveLine> classes = MapClasses.All.Select((mapClass, index) =>
        {
            SKColor color = MapPalette.Color(mapClass);
            return new CurveLine(
                MapPalette.Label(mapClass),
                new Color(color.Red, color.Green, color.Blue),
                [.. evaluations.Select(e => ((double)e.Step, e.ClassPrecisions[index])).Where(point => double.IsFinite(point.Item2))],
                Width: 1.5f,
                MarkerSize: 4);
        });
        CurveLine mean = new("mean", Colors.Black, [.. evaluations.Select(e => ((double)e.Step, e.MeanAveragePrecision))], Width: 2.5f, MarkerSize: 7);
        return [.. classes, mean];
    }

    private static CurveLine[] WithMean(CurveLine line) => [line.Faint(), line.Smoothed()];

    private static Plot Linear(string title, CurveLine[] lines, double least = 0)
    {
        Plot plot = Panel(title, lines);
        double top = lines.SelectMany(line => line.Points).Select(point => point.Value).DefaultIfEmpty(1).Max();
        plot.Axes.SetLimitsY(0, top > least ? 1.05 * top : Math.Max(least, 1e-12));
        return plot;
    }

    private static Plot Logarithmic(string title, CurveLine[] lines)
    {
        CurveLine[] positive = [.. lines.Select(line => line with { Points = [.. line.Points.Where(point => point.Value > 0)] }).SelectMany(WithMean)];
        Plot plot = Panel(title, [.. positive.Select(line => line with { Points = [.. line.Points.Select(p => (p.Step, Math.Log10(p.Value)))] })]);
        LogAxis.Apply(plot, [.. positive.SelectMany(line => line.Points).Select(point => point.Value)]);
        return plot;
    }

    private static Plot Panel(string title, CurveLine[] lines)
    {
        Plot plot = new();
        foreach (CurveLine line in lines.Where(line => line.Points.Count > 0))
        {
            Scatter curve = plot.Add.Scatter(line.Points.Select(p => p.Step).ToArray(), line.Points.Select(p => p.Value).ToArray(), line.Color);
            curve.LineWidth = line.Width;
            curve.MarkerSize = line.MarkerSize;
            curve.LegendText = line.Name;
        }

        plot.Title(title, 16);
        plot.XLabel("step", 13);
        if (lines.Any(line => line.Name.Length > 0))
        {
            PanelRow.AddLegendBelow(plot);
        }

        return plot;
    }
}
