using System.Globalization;
using MapDet.Core.Contracts;
using MapDet.Core.Evaluation;
using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace MapDet.Stage2.Visualization;

/// <summary>Precision over recall, a panel a class, a line a threshold; the area under a line is the average precision.</summary>
internal static class PrecisionRecallPicture
{
    private const int Width = 520;
    private const int Height = 460;

    // Strict to lenient, from dark to light; told apart by people with any colour vision.
    private static readonly Color[] s_colors = [new(0x44, 0x01, 0x54), new(0x21, 0x91, 0x8C), new(0xF0, 0xA0, 0x30)];

    /// <summary>Draws the curves.</summary>
    /// <param name="analysis">What holds them.</param>
    /// <returns>A picture that the caller disposes.</returns>
    public static SKImage Draw(MapAnalysis analysis) =>
        PanelRow.Draw(Width, Height, [.. MapClasses.All.Select(c => Panel(c, [.. analysis.Parts.Where(part => part.Class == c)]))]);

    private static Plot Panel(MapClass mapClass, IReadOnlyList<ThresholdAnalysis> parts)
    {
        Plot plot = new();
        for (int i = 0; i < parts.Count; i++)
        {
            AddCurve(plot, parts[i], s_colors[i % s_colors.Length]);
        }

        plot.Title($"{MapPalette.Label(mapClass)}, {parts[0].Overall.GroundTruths} in the ground truth", 16);
        plot.XLabel("recall", 13);
        plot.YLabel("precision", 13);
        plot.Axes.SetLimits(0, 1, 0, 1.02);
        PanelRow.AddLegendBelow(plot);
        return plot;
    }

    // Precision stands at its best value from a point's recall on, and falls to zero behind the last.
    private static void AddCurve(Plot plot, ThresholdAnalysis part, Color color)
    {
        double[] recall = [0, .. part.Curve.Select(p => p.Recall), part.Overall.Recall];
        double[] precision = [part.Curve.Select(p => p.InterpolatedPrecision).FirstOrDefault(), .. part.Curve.Select(p => p.InterpolatedPrecision), 0];
        Scatter line = plot.Add.Scatter(recall, precision, color);
        line.ConnectStyle = ConnectStyle.StepVertical;
        line.LineWidth = 2;
        line.MarkerSize = 0;
        line.LegendText = string.Create(CultureInfo.InvariantCulture, $"{part.Threshold:0.0##} m: AP {part.Overall.AveragePrecision:0.000}");
    }
}
