using ScottPlot;
using SkiaSharp;

namespace MapDet.Stage2.Visualization;

/// <summary>Plots side by side in one picture.</summary>
internal static class PanelRow
{
    /// <summary>Draws the plots from left to right, in the program's font.</summary>
    /// <param name="width">Of one plot, pixels.</param>
    /// <param name="height">Of the picture, pixels.</param>
    /// <param name="plots">One or more.</param>
    /// <returns>A picture that the caller disposes.</returns>
    public static SKImage Draw(int width, int height, params IReadOnlyList<Plot> plots) => PanelGrid.Draw(width, height, plots.Count, plots);

    /// <summary>Puts a plot's legend where it hides nothing.</summary>
    public static void AddLegendBelow(Plot plot)
    {
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.OutlineColor = Colors.Transparent;
        plot.ShowLegend(Edge.Bottom);
    }
}
