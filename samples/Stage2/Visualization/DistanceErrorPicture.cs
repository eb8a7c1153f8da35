using System.Globalization;
using MapDet.Core.Evaluation;
using ScottPlot;
using SkiaSharp;

namespace MapDet.Stage2.Visualization;

/// <summary>Average precision, recall and error by distance from the vehicle, a bar a class, at the widest threshold.</summary>
internal static class DistanceErrorPicture
{
    private const int Width = 520;
    private const int Height = 420;
    private const double BarWidth = 0.25;

    /// <summary>Draws the rings.</summary>
    /// <param name="analysis">What holds them.</param>
    /// <returns>A picture that the caller disposes.</returns>
    public static SKImage Draw(MapAnalysis analysis)
    {
        double threshold = analysis.Parts.Max(part => part.Threshold);
        ThresholdAnalysis[] parts = [.. analysis.Parts.Where(part => part.Threshold == threshold)];
        string at = string.Create(CultureInfo.InvariantCulture, $"at {threshold:0.0##} m");
        Plot precision = Panel($"Average precision {at}", parts, ring => ring.AveragePrecision);
        Plot recall = Panel($"Recall {at}", parts, ring => ring.Recall);
        Plot error = Panel($"Mean Chamfer distance of true ones {at}, metres", parts, ring => ring.MeanDistance ?? 0);
        precision.Axes.SetLimitsY(0, 1.02);
        recall.Axes.SetLimitsY(0, 1.02);
        error.Axes.SetLimitsY(0, threshold);
        return PanelRow.Draw(Width, Height, precision, recall, error);
    }

    private static Plot Panel(string title, ThresholdAnalysis[] parts, Func<RingScores, double> value)
    {
        Plot plot = new();
        for (int i = 0; i < parts.Length; i++)
        {
            AddBars(plot, parts[i], (i - ((parts.Length - 1) / 2.0)) * BarWidth, value);
        }

        plot.Axes.Bottom.SetTicks([.. parts[0].Rings.Index().Select(ring => (double)ring.Index)], [.. parts[0].Rings.Select(Name)]);
        plot.Title(title, 16);
        plot.XLabel("mean distance from the vehicle, metres", 13);
        PanelRow.AddLegendBelow(plot);
        plot.Axes.SetLimitsX(-0.5, parts[0].Rings.Length - 0.5);
        return plot;
    }

    private static void AddBars(Plot plot, ThresholdAnalysis part, double offset, Func<RingScores, double> value)
    {
        SKColor color = MapPalette.Color(part.Class);
        foreach ((int index, RingScores ring) in part.Rings.Index())
        {
            ScottPlot.Plottables.BarPlot bar = plot.Add.Bar(index + offset, value(ring));
            bar.Color = new Color(color.Red, color.Green, color.Blue);
            bar.Bars[0].Size = BarWidth * 0.9;
            bar.Bars[0].LineWidth = 0;
            bar.LegendText = index == 0 ? MapPalette.Label(part.Class) : "";
        }
    }

    private static string Name(RingScores ring) => double.IsInfinity(ring.To)
        ? string.Create(CultureInfo.InvariantCulture, $"from {ring.From:0.##}")
        : string.Create(CultureInfo.InvariantCulture, $"{ring.From:0.##}–{ring.To:0.##}");
}
