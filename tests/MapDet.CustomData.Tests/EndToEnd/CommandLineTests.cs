using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.CustomData.Sources;
using MapDet.CustomData.Tests.Sources;

namespace MapDet.CustomData.Tests.EndToEnd;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_short_run_goes_from_the_files_to_a_model_that_finds_elements()
    {
        using StringWriter output = new();
        string run = _folder.File("run");

        int code = await new CommandLine(output, output).RunAsync(["--output", run, "--steps", "3", "--vision-steps", "2"], CancellationToken.None);

        Assert.True(code == 0, output.ToString());
        Assert.Contains("16 samples to train on, 4 for validation", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(run, "gt-cache"), "custom-data-*.arrow").Length);
        using MapDetector detector = MapDetector.Load(Path.Combine(run, "best_model.safetensors"));
        RecordedFrames source = new(TinyData.Folder);
        FrameRecord frame = source.ReadFrames()[0];
        SurroundFrame seen = new(frame.SampleToken, frame.MapFrame, source.Cameras(frame));
        IReadOnlyList<MapDetection> elements = await detector.DetectAsync(seen);
        Assert.NotEmpty(elements);
        Assert.All(elements, element => Assert.Equal(20, element.Points.Length));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_leaves_a_checkpoint_and_ends_with_130()
    {
        using CancellationTokenSource stop = new();
        using LineListener output = new("Step ", stop.Cancel);

        int code = await new CommandLine(output, output).RunAsync(
            ["--output", _folder.File("run"), "--steps", "40", "--vision-steps", "1"], stop.Token);

        Assert.True(code == 130, output.ToString());
        Assert.Single(Directory.GetDirectories(_folder.File("run"), "checkpoint_step_*"));
    }

    [Fact]
    public async Task Faulty_data_ends_with_2_and_one_message_that_names_the_file()
    {
        using StringWriter output = new();
        using StringWriter error = new();
        DataFolder data = TinyData.CopyTo(_folder);

        int code = await new CommandLine(output, error).RunAsync(["--data", data.Root, "--output", _folder.File("run")], CancellationToken.None);

        Assert.Equal(2, code);
        string message = Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("town-1.geojson", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--stpes", "3")]
    [InlineData("--vision-steps", "0")]
    public async Task A_flag_that_is_unknown_or_makes_no_sense_ends_with_2(string flag, string value)
    {
        using StringWriter output = new();

        int code = await new CommandLine(output, output).RunAsync(["--output", _folder.File("run"), flag, value], CancellationToken.None);

        Assert.Equal(2, code);
    }

    [Fact]
    public async Task Steps_that_make_no_sense_end_with_2_before_any_work()
    {
        using StringWriter output = new();

        int code = await new CommandLine(output, output).RunAsync(["--output", _folder.File("run"), "--steps", "0"], CancellationToken.None);

        Assert.Equal(2, code);
        Assert.False(Directory.Exists(_folder.File("run")));
    }

    /// <summary>Does something when a line begins with a text.</summary>
    private sealed class LineListener(string beginning, Action act) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith(beginning, StringComparison.Ordinal) == true)
            {
                act();
            }
        }
    }
}
