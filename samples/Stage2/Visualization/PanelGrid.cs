using ScottPlot;
using SkiaSharp;

namespace MapDet.Stage2.Visualization;

/// <summary>Plots in rows and columns of one picture.</summary>
internal static class PanelGrid
{
    /// <summary>Draws the plots row by row, in the program's font.</summary>
    /// <param name="width">Of one plot, pixels.</param>
    /// <param name="height">Of one plot, pixels.</param>
    /// <param name="columns">Plots of a row.</param>
    /// <param name="plots">One or more.</param>
    /// <returns>A picture that the caller disposes.</returns>
    public static SKImage Draw(int width, int height, int columns, IReadOnlyList<Plot> plots)
    {
        int rows = (plots.Count + columns - 1) / columns;
        using SKSurface grid = SKSurface.Create(new SKImageInfo(columns * width, rows * height));
        grid.Canvas.Clear(SKColors.White);
        for (int i = 0; i < plots.Count; i++)
        {
            plots[i].FigureBackground.Color = Colors.White;
            EmbeddedFonts.ApplyTo(plots[i]);
            using SKSurface panel = SKSurface.Create(new SKImageInfo(width, height));
            plots[i].Render(panel.Canvas, width, height);
            using SKImage image = panel.Snapshot();
            grid.Canvas.DrawImage(image, i % columns * width, i / columns * height);
        }

        return grid.Snapshot();
    }
}
