using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Evaluation;
using MapDet.Core.Geometry;
using MapDet.Stage2.Visualization;
using SkiaSharp;

namespace MapDet.Stage2.Tests.Visualization;

public sealed class PictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_birds_eye_view_shows_prediction_beside_ground_truth()
    {
        SampleScene scene = SceneFixture.Create(_folder.Path);
        BirdsEyeView view = new(PerceptionRange.Default);

        using SKImage both = view.Draw(scene);
        using SKImage alone = view.Draw(scene with { Detections = null });

        Save(both, "bev.png");
        Assert.Equal(alone.Width * 2, both.Width);
        Assert.Equal(alone.Height, both.Height);
    }

    [Fact]
    public void A_metre_is_as_long_to_the_right_as_ahead()
    {
        SampleScene scene = SceneFixture.Create(_folder.Path) with { Detections = null };
        MapElement square = new(MapClass.Boundary, new Polyline([new(-10, -10), new(10, -10), new(10, 10), new(-10, 10), new(-10, -10)]), []);

        using SKImage image = new BirdsEyeView(PerceptionRange.Default).Draw(scene with { GroundTruth = [square] });

        using SKBitmap pixels = SKBitmap.FromImage(image);
        SKRectI drawn = Bounds(pixels, MapPalette.Color(MapClass.Boundary), below: 64, above: image.Height - 60);
        Assert.InRange(drawn.Height - drawn.Width, -2, 2);
        Assert.InRange(drawn.Width, 276, 284);
    }

    [Fact]
    public void The_camera_mosaic_draws_the_lines_onto_the_road_in_all_six_pictures()
    {
        SampleScene scene = SceneFixture.Create(_folder.Path);

        using SKImage image = new CameraMosaic().Draw(scene);

        Save(image, "cameras.png");
        using SKBitmap pixels = SKBitmap.FromImage(image);
        Assert.Equal((3 * 640) + 12, image.Width);
        ImagePoint divider = SceneFixture.Camera("CAM_FRONT", 0).Resize(640, 360).Project(new Point3(0.3 - (0.5 * 36 / 59), 7, 0));
        Assert.Equal(MapPalette.ColorOnImage(MapClass.Divider), pixels.GetPixel(646 + (int)divider.U, 64 + (int)divider.V));
    }

    [Fact]
    public void A_missing_camera_picture_is_named()
    {
        SampleScene scene = SceneFixture.Create(_folder.Path);
        string missing = scene.Frame!.Cameras[2].ImagePath;
        File.Delete(missing);

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => new CameraMosaic().Draw(scene));

        Assert.Equal(missing, e.File);
    }

    [Fact]
    public void Text_is_drawn_without_any_font_of_the_system()
    {
        using SKFont font = new(EmbeddedFonts.Regular, 14);

        Assert.Equal("Roboto", EmbeddedFonts.Regular.FamilyName);
        Assert.True(font.MeasureText("metres") > 30);
        Assert.All(font.GetGlyphs("divider 0.5 m, crossing"), glyph => Assert.NotEqual(0, glyph));
    }

    [Fact]
    public void The_learning_curve_shows_loss_and_score()
    {
        using SKImage image = LearningCurve.Draw([(1, 20), (50, 12), (100, 8)], [(50, 0.1), (100, 0.2)]);

        Save(image, "curve.png");
        using SKBitmap pixels = SKBitmap.FromImage(image);
        SKRectI loss = Bounds(pixels, new SKColor(0x00, 0x72, 0xB2), below: 0, above: image.Height);
        SKRectI score = Bounds(pixels, new SKColor(0xD5, 0x5E, 0x00), below: 0, above: image.Height);
        Assert.True(loss.Width > 300 && loss.Right < 600, $"{loss}");
        Assert.True(score.Width > 300 && score.Left > 600, $"{score}");
    }

    [Fact]
    public void Precision_falls_with_recall_and_ends_where_recall_does()
    {
        using SKImage image = PrecisionRecallPicture.Draw(Analysis());

        Save(image, "precision_recall.png");
        using SKBitmap pixels = SKBitmap.FromImage(image);
        SKRectI strict = Bounds(pixels, new SKColor(0x44, 0x01, 0x54), below: 0, above: image.Height - 80);
        SKRectI lenient = Bounds(pixels, new SKColor(0xF0, 0xA0, 0x30), below: 0, above: image.Height - 80);
        Assert.True(lenient.Left < 80 && lenient.Right > image.Width - 40, $"{lenient}");
        Assert.InRange(lenient.Right - strict.Right, 100, 200);
    }

    [Fact]
    public void Bars_of_a_class_stand_in_every_panel_of_the_error_by_distance()
    {
        using SKImage image = DistanceErrorPicture.Draw(Analysis());

        Save(image, "error_by_distance.png");
        using SKBitmap pixels = SKBitmap.FromImage(image);
        SKRectI bars = Bounds(pixels, MapPalette.Color(MapClass.Boundary), below: 0, above: image.Height - 80);
        Assert.True(bars.Left < image.Width / 3 && bars.Right > image.Width * 2 / 3, $"{bars}");
    }

    private static MapAnalysis Analysis()
    {
        ChamferAveragePrecision metric = new();
        MapElement[] elements = [.. MapClasses.All.SelectMany(c => new[] { Line(c, -12), Line(c, 3), Line(c, 9) })];
        metric.Add("a", [.. elements.Select((e, i) => new MapDetection(e.Class, 1.0 / (i + 1), Line(e.Class, e.Vertices.Vertices[0].X + (0.4 * (i % 3))).Points))], [.. elements]);
        return metric.Analyze();
    }

    private static MapElement Line(MapClass mapClass, double x)
    {
        Polyline line = new([new(x, 0), new(x, 20)]);
        return new MapElement(mapClass, line, line.Resample(20));
    }

    private static SKRectI Bounds(SKBitmap pixels, SKColor color, int below, int above)
    {
        SKRectI bounds = new(int.MaxValue, int.MaxValue, 0, 0);
        for (int y = below; y < above; y++)
        {
            for (int x = 0; x < pixels.Width; x++)
            {
                if (pixels.GetPixel(x, y) == color)
                {
                    bounds = new SKRectI(Math.Min(bounds.Left, x), Math.Min(bounds.Top, y), Math.Max(bounds.Right, x), Math.Max(bounds.Bottom, y));
                }
            }
        }

        return bounds;
    }

    private static void Save(SKImage image, string name)
    {
        if (Environment.GetEnvironmentVariable("MAPDET_TEST_PICTURES") is { } folder)
        {
            using FileStream stream = File.Create(Path.Combine(folder, name));
            image.Encode(SKEncodedImageFormat.Png, 100).SaveTo(stream);
        }
    }
}
