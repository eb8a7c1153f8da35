using MapDet.NuScenes.Synthesis.Drives;
using SkiaSharp;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>Renders what the cameras of one scene see. For one thread; several renderers may share a plan.</summary>
internal sealed class SceneRenderer : IDisposable
{
    private readonly SynthesisOptions _options;
    private readonly SceneDrive _drive;
    private readonly GroundTiles _tiles;
    private readonly GroundView _ground;
    private readonly BuildingView _buildings;
    private readonly SensorNoise _noise;
    private readonly SKBitmap _bitmap;
    private readonly SKCanvas _canvas;

    public SceneRenderer(SynthesisOptions options, SceneDrive drive, GroundPlan plan)
    {
        _options = options;
        _drive = drive;
        SceneLook look = SceneLook.Draw(StableRandom.For(options.Seed, $"look/{drive.Scene.Name}"));
        _tiles = new GroundTiles(plan, look);
        _ground = new GroundView(_tiles, look, options.ImageWidth, options.ImageHeight, options.Supersampling);
        _buildings = new BuildingView(plan, look);
        _noise = new SensorNoise(look.Noise);
        _bitmap = new SKBitmap(new SKImageInfo(options.ImageWidth, options.ImageHeight, SKColorType.Rgba8888, SKAlphaType.Opaque));
        _canvas = new SKCanvas(_bitmap);
    }

    /// <summary>The JPEG of one camera at one key frame.</summary>
    public byte[] Render(int sample, Sensor sensor)
    {
        Camera camera = Camera.Of(_drive, sample, sensor);
        Span<byte> pixels = _bitmap.GetPixelSpan();
        _ground.Draw(camera, pixels);
        _bitmap.NotifyPixelsChanged();
        _buildings.Draw(camera, _canvas);
        _canvas.Flush();
        _noise.Apply(pixels, StableRandom.Hash(_options.Seed, $"noise/{_drive.Scene.Name}/{sensor.Channel}", sample));
        using SKPixmap pixmap = _bitmap.PeekPixels();
        using SKData jpeg = pixmap.Encode(
            new SKJpegEncoderOptions(_options.JpegQuality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore))
            ?? throw new InvalidOperationException("The JPEG encoder refused an image.");
        return jpeg.ToArray();
    }

    public void Dispose()
    {
        _canvas.Dispose();
        _bitmap.Dispose();
        _buildings.Dispose();
        _tiles.Dispose();
    }
}
