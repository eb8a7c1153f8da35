using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;

namespace MapDet.Stage2.Tests.EndToEnd;

/// <summary>Two synthetic scenes with their caches and a vision tower of a few steps, made once by the program itself.</summary>
public sealed class SmallWorld : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public string Root => _folder.File("world");

    public string TrainCache => _folder.File("train.arrow");

    public string ValidationCache => _folder.File("val.arrow");

    public string VisionTower => _folder.File("vision.safetensors");

    /// <summary>The flags that name the data set.</summary>
    public string[] Data => ["--dataroot", Root, "--version", "v1.0-mini"];

    /// <summary>The flags of a training of a few steps.</summary>
    /// <param name="outputFolder">Where it writes.</param>
    /// <param name="steps">How many steps.</param>
    public string[] Training(string outputFolder, int steps) =>
    [
        "train", .. Data, "--gt-cache-train", TrainCache, "--gt-cache-val", ValidationCache, "--preset", "tiny", "--vision-path", VisionTower,
        "--output-dir", outputFolder, "--max-steps", $"{steps}", "--batch-size", "2", "--log-interval", "1",
    ];

    public async Task InitializeAsync()
    {
        await RunAsync("synth", "--output", Root, "--scenes", "2", "--samples-per-scene", "4", "--image-size", "128x72");
        await RunAsync(["gt-cache", .. Data, "--split", "train", "--output", TrainCache]);
        await RunAsync(["gt-cache", .. Data, "--split", "val", "--output", ValidationCache]);
        await RunAsync(["pretrain-vision", .. Data, "--gt-cache-train", TrainCache, "--output", VisionTower, "--steps", "2", "--batch-size", "2"]);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    private static async Task RunAsync(params string[] args) => (await MapDetProgram.RunAsync(args)).Expect(ExitCode.Success);
}
