using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;

namespace MapDet.Stage2.Tests.EndToEnd;

/// <summary>A data set in nuScenes format that this project did not write; its images are 160 x 90, its tables say 1600 x 900.</summary>
public sealed class ForeignDatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string[] Data => ["--dataroot", Path.Combine(AppContext.BaseDirectory, "Golden", "dataset"), "--version", "v1.0-mini"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Caches_and_training_of_a_few_steps_work()
    {
        string train = _folder.File("train.arrow");
        string val = _folder.File("val.arrow");
        (await MapDetProgram.RunAsync(["gt-cache", .. Data, "--split", "train", "--output", train])).Expect(ExitCode.Success);
        (await MapDetProgram.RunAsync(["gt-cache", .. Data, "--split", "val", "--output", val])).Expect(ExitCode.Success);

        ProgramResult result = await MapDetProgram.RunAsync(
        [
            "train", .. Data, "--gt-cache-train", train, "--gt-cache-val", val, "--preset", "tiny", "--vision-steps", "2", "--max-steps", "3",
            "--output-dir", _folder.File("run"),
        ]);

        result.Expect(ExitCode.Success);
        Assert.True(File.Exists(Path.Combine(_folder.File("run"), "best_model.safetensors")));
    }

    [Fact]
    public async Task The_camera_pictures_can_be_drawn_onto()
    {
        string val = _folder.File("val.arrow");

        ProgramResult result = await MapDetProgram.RunAsync(
            ["visualize", .. Data, "--gt-cache", val, "--split", "val", "--output", _folder.File("pictures"), "--samples", "1"]);

        result.Expect(ExitCode.Success);
        Assert.Single(Directory.GetFiles(_folder.File("pictures"), "*_cameras.png"));
    }
}
