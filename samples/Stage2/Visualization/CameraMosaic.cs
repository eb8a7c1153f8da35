using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using SkiaSharp;

namespace MapDet.Stage2.Visualization;

/// <summary>The six camera pictures of a sample where a passenger would look for them, prediction (solid) and ground truth (dashed) drawn in.</summary>
/// <param name="tileWidth">Width of one camera's picture, pixels.</param>
internal sealed class CameraMosaic(int tileWidth = 640)
{
    private const int HeaderHeight = 64;
    private const int LegendHeight = 36;
    private const int Gap = 6;

    private static readonly ImmutableArray<string> s_places =
        ["CAM_FRONT_LEFT", "CAM_FRONT", "CAM_FRONT_RIGHT", "CAM_BACK_LEFT", "CAM_BACK", "CAM_BACK_RIGHT"];

    private static readonly SKColor s_background = new(0x18, 0x1A, 0x1E);

    /// <summary>Draws a sample.</summary>
    /// <param name="scene">What to show; it has cameras.</param>
    /// <returns>A picture that the caller disposes.</returns>
    /// <exception cref="InvalidInputException">A camera picture can't be read.</exception>
    public SKImage Draw(SampleScene scene)
    {
        SurroundFrame frame = scene.Frame ?? throw new ArgumentException("The sample has no camera pictures.", nameof(scene));
        CameraModel first = frame.Cameras[0].Camera;
        int tileHeight = (int)Math.Round((double)tileWidth * first.Height / first.Width);
        int width = (3 * tileWidth) + (2 * Gap);
        int bottom = HeaderHeight + (2 * tileHeight) + Gap;
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width, bottom + LegendHeight));
        SKCanvas canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        PictureText.DrawHeading(canvas, scene);
        for (int place = 0; place < s_places.Length; place++)
        {
            CameraFrame camera = frame.Cameras[CameraChannels.All.IndexOf(s_places[place])];
            float x = place % 3 * (tileWidth + Gap);
            float y = HeaderHeight + (place / 3 * (tileHeight + Gap));
            canvas.Save();
            canvas.ClipRect(SKRect.Create(x, y, tileWidth, tileHeight));
            canvas.Translate(x, y);
            DrawTile(canvas, camera, scene, tileHeight);
            canvas.Restore();
        }

        DrawLegend(canvas, scene, bottom + (LegendHeight / 2));
        return surface.Snapshot();
    }

    private static void DrawLegend(SKCanvas canvas, SampleScene scene, float y)
    {
        using SKPaint background = new() { Color = s_background };
        canvas.DrawRect(new SKRect(0, y - (LegendHeight / 2), canvas.LocalClipBounds.Right, y + (LegendHeight / 2)), background);
        float x = PictureText.DrawLegend(canvas, 16, y, MapPalette.ColorOnImage, SKColors.White);
        if (scene.Detections is not null)
        {
            x = PictureText.DrawEntry(canvas, x + 40, y, "prediction", SKColors.White, SKColors.White, dash: null);
        }

        if (scene.GroundTruth is not null)
        {
            using SKPathEffect? dash = scene.Detections is null ? null : Dashes();
            PictureText.DrawEntry(canvas, x, y, "ground truth", SKColors.White, SKColors.White, dash);
        }
    }

    private static SKPathEffect Dashes() => SKPathEffect.CreateDash([9, 6], 0);

    private static SKImage Decode(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidInputException(path, "the camera picture does not exist");
        }

        return SKImage.FromEncodedData(path) ?? throw new InvalidInputException(path, "the camera picture can't be decoded");
    }

    private static void DrawLines(
        SKCanvas canvas, CameraModel camera, IEnumerable<(MapClass Class, IReadOnlyList<Point2> Points)> lines, float width, SKPathEffect? dash)
    {
        foreach ((MapClass mapClass, IReadOnlyList<Point2> points) in lines)
        {
            foreach (SKPoint[] stretch in LineProjector.Project(camera, points))
            {
                using SKPath path = new();
                path.AddPoly(stretch, close: false);
                using SKPaint halo = new()
                {
                    Color = SKColors.Black.WithAlpha(150),
                    StrokeWidth = width + 2,
                    Style = SKPaintStyle.Stroke,
                    IsAntialias = true,
                    PathEffect = dash,
                };
                using SKPaint paint = new()
                {
                    Color = MapPalette.ColorOnImage(mapClass),
                    StrokeWidth = width,
                    Style = SKPaintStyle.Stroke,
                    IsAntialias = true,
                    PathEffect = dash,
                };
                canvas.DrawPath(path, halo);
                canvas.DrawPath(path, paint);
            }
        }
    }

    private void DrawTile(SKCanvas canvas, CameraFrame frame, SampleScene scene, int tileHeight)
    {
        using SKImage picture = Decode(frame.ImagePath);
        canvas.DrawImage(picture, SKRect.Create(tileWidth, tileHeight), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        CameraModel camera = frame.Camera.Resize(tileWidth, tileHeight);
        using SKPathEffect? dash = scene.Detections is null ? null : Dashes();
        DrawLines(canvas, camera, scene.GroundTruthLines(), 2.5f, dash);
        if (scene.Detections is { } detections)
        {
            DrawLines(canvas, camera, detections.Select(d => (d.Class, (IReadOnlyList<Point2>)d.Points)), 2.5f, dash: null);
        }

        using SKPaint shade = new() { Color = s_background.WithAlpha(190) };
        string name = frame.Camera.Channel["CAM_".Length..].Replace('_', ' ');
        using SKFont font = new(EmbeddedFonts.Medium, 14);
        canvas.DrawRect(SKRect.Create(0, 0, 18 + font.MeasureText(name), 26), shade);
        PictureText.Draw(canvas, name, 9, 18, EmbeddedFonts.Medium, 14, SKColors.White);
    }
}
