using System.Text.Json;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;

namespace MapDet.Stage2.Tests.Demo;

public sealed class DemoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_demo_of_a_few_steps_leaves_scores_model_and_pictures()
    {
        string output = _folder.File("demo");

        ProgramResult result = await MapDetProgram.RunAsync("demo", "--output", output, "--steps", "4");

        result.Expect(ExitCode.Success);
        Assert.Contains("All core tests passed!", result.Output, StringComparison.Ordinal);
        Assert.Contains("Untrained mAP: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("Trained mAP: ", result.Output, StringComparison.Ordinal);
        using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "metrics.json")));
        Assert.Equal("report", metrics.RootElement.GetProperty("split").GetString());
        Assert.Equal(8, metrics.RootElement.GetProperty("samples").GetInt32());
        Assert.True(File.Exists(Path.Combine(output, "run", "best_model.safetensors")));
        Assert.Equal(6, Directory.GetFiles(Path.Combine(output, "pictures"), "*_bev.png").Length);
        Assert.Equal(6, Directory.GetFiles(Path.Combine(output, "pictures"), "*_cameras.png").Length);
        Assert.True(File.Exists(Path.Combine(output, "pictures", "training.png")));
    }
}
