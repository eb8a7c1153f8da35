using MapDet.Core.Contracts;
using SkiaSharp;

namespace MapDet.Stage2.Visualization;

/// <summary>Headings and legends that all pictures share.</summary>
internal static class PictureText
{
    /// <summary>Writes what the sample is into the upper left corner, 64 pixels high.</summary>
    public static void DrawHeading(SKCanvas canvas, SampleScene scene)
    {
        Draw(canvas, scene.Heading, 16, 28, EmbeddedFonts.Medium, 20, SKColors.Black);
        Draw(canvas, $"sample {scene.SampleToken}", 16, 50, EmbeddedFonts.Regular, 14, SKColors.Black);
    }

    /// <summary>Draws one entry a class.</summary>
    /// <returns>Where the next entry may begin.</returns>
    public static float DrawLegend(SKCanvas canvas, float x, float y, Func<MapClass, SKColor> colorOf, SKColor ink)
    {
        foreach (MapClass mapClass in MapClasses.All)
        {
            x = DrawEntry(canvas, x, y, MapPalette.Label(mapClass), colorOf(mapClass), ink, dash: null);
        }

        return x;
    }

    /// <summary>Draws an entry: a piece of line and what it means.</summary>
    /// <returns>Where the next entry may begin.</returns>
    public static float DrawEntry(SKCanvas canvas, float x, float y, string label, SKColor color, SKColor ink, SKPathEffect? dash)
    {
        using SKPaint line = new() { Color = color, StrokeWidth = 4, Style = SKPaintStyle.Stroke, IsAntialias = true, PathEffect = dash };
        canvas.DrawLine(x, y, x + 32, y, line);
        return x + 60 + Draw(canvas, label, x + 40, y + 5, EmbeddedFonts.Regular, 14, ink);
    }

    /// <summary>Writes a line of text.</summary>
    /// <returns>Its width in pixels.</returns>
    public static float Draw(SKCanvas canvas, string text, float x, float y, SKTypeface typeface, float size, SKColor color)
    {
        using SKPaint ink = new() { Color = color, IsAntialias = true };
        using SKFont font = new(typeface, size);
        canvas.DrawText(text, x, y, SKTextAlign.Left, font, ink);
        return font.MeasureText(text);
    }
}
