using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Imaging;
using MapDet.Core.Tests.Fixtures;
using Microsoft.Extensions.Logging;

namespace MapDet.Core.Tests.Imaging;

public sealed class ImageTensorLoaderTests : IDisposable
{
    private static readonly ImageOptions s_options = new() { Width = 32, Height = 24, CropTop = 8 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_picture_of_the_right_size_is_cut_and_normalised_only()
    {
        CameraFrame frame = Frame(PictureFiles.Write(_folder.File("a.png"), 32, 24), 32, 24);
        ImageTensorLoader loader = new(s_options);
        float[] values = new float[loader.ValuesPerImage];

        loader.Load(frame, "sample", PictureChange.None, values);

        Assert.Equal(3 * 16 * 32, values.Length);
        Assert.Equal(((float)(5 * 7 / 255.0) - 0.48145466f) / 0.26862954f, values[5], 1e-5f);
        Assert.Equal(((float)(9 * 11 / 255.0) - 0.4578275f) / 0.26130258f, values[(16 * 32) + 32 + 5], 1e-5f);
    }

    [Fact]
    public void A_flipped_picture_has_its_columns_in_reverse_order()
    {
        CameraFrame frame = Frame(PictureFiles.Write(_folder.File("a.jpg"), 80, 60), 80, 60);
        ImageTensorLoader loader = new(s_options);
        float[] plain = new float[loader.ValuesPerImage];
        float[] flipped = new float[loader.ValuesPerImage];

        loader.Load(frame, "sample", PictureChange.None, plain);
        loader.Load(frame, "sample", new PictureChange(IsFlipped: true), flipped);

        Assert.Equal(plain.Chunk(32).SelectMany(row => row.Reverse()), flipped);
    }

    [Fact]
    public void Projection_into_the_network_input_is_projection_into_the_picture_resized_and_cut()
    {
        CameraModel camera = Rig.Frame("sample", ["none"], 1600, 900).Cameras[0].Camera;

        CameraModel network = new ImageTensorLoader(s_options).NetworkCamera(camera);

        ImagePoint whole = camera.Project(new Point3(2, 12, 0.1));
        ImagePoint small = network.Project(new Point3(2, 12, 0.1));
        Assert.Equal((32, 16), (network.Width, network.Height));
        Assert.Equal(whole.U * 32 / 1600, small.U, 1e-9);
        Assert.Equal((whole.V * 24 / 900) - 8, small.V, 1e-9);
    }

    [Fact]
    public void A_missing_picture_is_named_with_its_sample_and_channel()
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => Load(Frame(_folder.File("nowhere.jpg"), 32, 24)));

        Assert.Contains("nowhere.jpg", e.Message, StringComparison.Ordinal);
        Assert.Equal(("sample-7", "CAM_FRONT"), (e.Record, e.Field));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.01)]
    [InlineData(0)]
    public void A_picture_cut_short_is_an_error(double kept)
    {
        string path = PictureFiles.Write(_folder.File("short.jpg"), 160, 120);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(int)(bytes.Length * kept)]);

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => Load(Frame(path, 160, 120)));

        Assert.Equal(path, e.File);
    }

    [Fact]
    public void A_file_that_is_no_picture_is_an_error()
    {
        File.WriteAllText(_folder.File("text.jpg"), "no picture at all");

        Assert.Throws<InvalidInputException>(() => Load(Frame(_folder.File("text.jpg"), 32, 24)));
    }

    [Fact]
    public void Another_aspect_ratio_is_an_error()
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(
            () => Load(Frame(PictureFiles.Write(_folder.File("square.png"), 60, 60), 160, 90)));

        Assert.Contains("60 x 60", e.Message, StringComparison.Ordinal);
        Assert.Contains("160 x 90", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_size_of_the_same_aspect_ratio_is_used_with_one_warning_a_run()
    {
        CameraFrame frame = Frame(PictureFiles.Write(_folder.File("small.png"), 160, 90), 1600, 900);
        RecordingLogger logger = new();
        ImageTensorLoader loader = new(s_options, logger);
        float[] values = new float[loader.ValuesPerImage];

        loader.Load(frame, "sample", PictureChange.None, values);
        loader.Load(frame, "sample", PictureChange.None, values);

        Assert.Equal(LogLevel.Warning, Assert.Single(logger.Levels));
    }

    private static void Load(CameraFrame frame)
    {
        ImageTensorLoader loader = new(s_options);
        loader.Load(frame, "sample-7", PictureChange.None, new float[loader.ValuesPerImage]);
    }

    private static CameraFrame Frame(string path, int width, int height) => Rig.Frame("sample", [path], width, height).Cameras[0];

    private sealed class RecordingLogger : ILogger<ImageTensorLoader>
    {
        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Levels.Add(logLevel);
    }
}
