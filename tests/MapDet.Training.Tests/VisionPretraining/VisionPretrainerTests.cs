using MapDet.Core;
using MapDet.Core.Detection;
using MapDet.Core.Imaging;
using MapDet.Core.Vision;
using MapDet.Core.Weights;
using MapDet.Training.Tests.Fakes;
using MapDet.Training.VisionPretraining;

namespace MapDet.Training.Tests.VisionPretraining;

public sealed class VisionPretrainerTests
{
    private static readonly MapDetOptions Model = ModelPresets.Get(ModelPresets.Tiny) with
    {
        Images = new ImageOptions { Width = FakeRig.Width, Height = FakeRig.Height },
        Vision = new VisionOptions
        {
            HiddenSize = 16,
            NumHiddenLayers = 1,
            NumAttentionHeads = 2,
            IntermediateSize = 32,
            PatchSize = 16,
            ImageHeight = FakeRig.Height,
            ImageWidth = FakeRig.Width,
        },
    };

    private static readonly VisionPretrainingOptions Options = new() { Steps = 30, BatchSize = 4, HeldOutSamples = 4 };

    [Fact]
    public async Task The_loss_falls_and_the_tower_fits_a_model()
    {
        using TemporaryFolder folder = new();

        VisionPretrainingResult result = await PretrainAsync(folder["vision.safetensors"], Options with { Steps = 60 });

        Assert.Equal(60, result.Steps);
        Assert.Equal(4, result.HeldOutSamples);
        Assert.Equal(3, result.Overlap.Length);
        Assert.True(result.LastLoss < 0.9 * result.FirstLoss, $"from {result.FirstLoss} to {result.LastLoss}");
        using SafetensorsFile file = SafetensorsFile.Open(result.Path);
        using var model = new MapDetModelFactory().Create(Model);
        WeightLoader.Load(file, model.Frozen.Where(p => p.Name.StartsWith("vision_model.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_tower()
    {
        using TemporaryFolder folder = new();

        await PretrainAsync(folder["a.safetensors"], Options);
        await PretrainAsync(folder["b.safetensors"], Options);

        Assert.Equal(FakeRun.Numbers(folder["a.safetensors"]), FakeRun.Numbers(folder["b.safetensors"]));
    }

    [Fact]
    public async Task A_time_budget_ends_it()
    {
        using TemporaryFolder folder = new();

        VisionPretrainingResult result = await PretrainAsync(
            folder["vision.safetensors"], Options with { Steps = 1_000_000, MaxDuration = TimeSpan.FromSeconds(1) });

        Assert.InRange(result.Elapsed.TotalSeconds, 0.5, 10);
        Assert.True(File.Exists(result.Path));
    }

    [Fact]
    public async Task A_cancelled_one_writes_nothing()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource stop = new();
        stop.CancelAfter(200);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => PretrainAsync(folder["vision.safetensors"], Options with { Steps = 1_000_000 }, stop.Token));

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Cells_that_do_not_divide_a_patch_are_refused()
    {
        using TemporaryFolder folder = new();
        MapDetException e = await Assert.ThrowsAsync<MapDetException>(() => PretrainAsync(folder["v"], Options with { CellSize = 5 }));
        Assert.Contains("CellSize", e.Message, StringComparison.Ordinal);
    }

    private static Task<VisionPretrainingResult> PretrainAsync(
        string path, VisionPretrainingOptions options, CancellationToken cancellationToken = default) =>
        new VisionPretrainer(new FakeBatchLoader()).PretrainAsync(
            new FakeDataset(40), Model, options, path, cancellationToken: cancellationToken);
}
