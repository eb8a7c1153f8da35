using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace MapDet.Stage2.Visualization;

/// <summary>A picture of a training run: the loss falls, the score on samples that it never saw rises.</summary>
internal static class LearningCurve
{
    private const int Width = 600;
    private const int Height = 420;

    /// <summary>Draws a run.</summary>
    /// <param name="losses">Total loss by step.</param>
    /// <param name="scores">Mean average precision by step.</param>
    /// <returns>A picture that the caller disposes.</returns>
    public static SKImage Draw(IReadOnlyList<(int Step, double Loss)> losses, IReadOnlyList<(int Step, double Score)> scores)
    {
        Plot loss = Panel("Training loss", losses.Select(p => ((double)p.Step, p.Loss)), new Color(0x00, 0x72, 0xB2), markerSize: 0);
        Plot score = Panel("Chamfer mAP, other town", scores.Select(p => ((double)p.Step, p.Score)), new Color(0xD5, 0x5E, 0x00), markerSize: 7);
        return PanelRow.Draw(Width, Height, loss, score);
    }

    private static Plot Panel(string title, IEnumerable<(double Step, double Value)> values, Color color, float markerSize)
    {
        Plot plot = new();
        (double Step, double Value)[] points = [.. values];
        Scatter line = plot.Add.Scatter(points.Select(p => p.Step).ToArray(), points.Select(p => p.Value).ToArray(), color);
        line.LineWidth = 2;
        line.MarkerSize = markerSize;
        plot.Title(title, 16);
        plot.XLabel("step", 13);
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(0, Math.Max(plot.Axes.GetLimits().Top, 0.05));
        return plot;
    }
}
