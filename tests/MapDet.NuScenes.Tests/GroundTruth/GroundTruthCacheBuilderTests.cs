using System.Text.Json.Nodes;
using MapDet.Core;
using MapDet.Core.Geometry;
using MapDet.NuScenes.GroundTruth;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Tests.GroundTruth;

public sealed class GroundTruthCacheBuilderTests
{
    [Fact]
    public async Task A_run_that_was_stopped_goes_on_without_doing_finished_parts_again()
    {
        using TemporaryFolder folder = new();
        GroundTruthCacheBuilder builder = new() { PartSize = 5 };
        using CancellationTokenSource source = new();
        CancelAt stop = new(15, source);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            builder.BuildAsync(GoldenCache.Request(), folder["all.arrow"], stop, source.Token));
        string[] finished = Directory.GetFiles(folder["all.arrow.parts"]);
        int finishedSamples = finished.Sum(CountSamples);
        Assert.InRange(finished.Length, 3, 4);
        Assert.False(File.Exists(folder["all.arrow"]));
        Steps steps = new();

        await builder.BuildAsync(GoldenCache.Request(), folder["all.arrow"], steps);

        using GroundTruthCache resumed = GroundTruthCache.Open(folder["all.arrow"]);
        using GroundTruthCache whole = await GoldenCache.BuildAsync(folder["whole.arrow"]);
        Assert.Equal(finished.Length + 16 - finishedSamples, steps.Seen.Count);
        Assert.Equal(16, steps.Seen.Max());
        Assert.Equal(await File.ReadAllBytesAsync(folder["whole.arrow"]), await File.ReadAllBytesAsync(folder["all.arrow"]));
        Assert.False(Directory.Exists(folder["all.arrow.parts"]));
    }

    [Fact]
    public async Task A_damaged_part_is_made_again()
    {
        using TemporaryFolder folder = new();
        GroundTruthCacheBuilder builder = new() { PartSize = 5 };
        using CancellationTokenSource source = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            builder.BuildAsync(GoldenCache.Request(), folder["all.arrow"], new CancelAt(15, source), source.Token));
        string part = Directory.GetFiles(folder["all.arrow.parts"])[0];
        await File.WriteAllTextAsync(part, "damaged");

        GroundTruthCacheInfo info = await builder.BuildAsync(GoldenCache.Request(), folder["all.arrow"]);

        Assert.Equal(284, info.Statistics.Elements);
    }

    [Fact]
    public async Task A_data_root_without_any_image_is_enough()
    {
        using TemporaryFolder folder = new();
        NuScenesTables tables = NuScenesTables.Load(GoldenFiles.Path("broken", "base"), NuScenesVersions.Mini);
        Assert.Empty(Directory.EnumerateFiles(tables.DataRoot, "*.jpg", SearchOption.AllDirectories));

        GroundTruthCacheInfo info = await new GroundTruthCacheBuilder().BuildAsync(GoldenCache.Request(tables), folder["all.arrow"]);

        JsonArray expected = GoldenFiles.Json("broken", "base_gt.json")["samples"]!.AsArray();
        Assert.Equal(expected.Sum(sample => sample!["instances"]!.AsArray().Count), info.Statistics.Elements);
        Assert.True(info.Statistics.Elements > 0);
    }

    [Fact]
    public void The_hash_changes_with_whatever_the_elements_depend_on()
    {
        GroundTruthRequest request = GoldenCache.Request();

        string[] hashes =
        [
            request.ComputeHash(),
            (request with { PointCount = 10 }).ComputeHash(),
            (request with { Range = new PerceptionRange(-15, -15, -2, 15, 15, 2) }).ComputeHash(),
            (request with { Samples = request.Samples[1..] }).ComputeHash(),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.Equal(hashes[0], GoldenCache.Request().ComputeHash());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_reported_with_the_path()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["file"], "");
        string path = Path.Combine(folder["file"], "all.arrow");

        MapDetException exception = await Assert.ThrowsAsync<MapDetException>(() => new GroundTruthCacheBuilder().BuildAsync(GoldenCache.Request(), path));

        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_is_no_place_for_a_cache()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        MapDetException exception = await Assert.ThrowsAsync<MapDetException>(() => new GroundTruthCacheBuilder().BuildAsync(GoldenCache.Request(), "/dev/full"));

        Assert.Contains("/dev/full", exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists("/dev/full.parts"));
    }

    [Fact]
    public async Task A_fault_of_a_map_leaves_nothing_behind()
    {
        using TemporaryFolder folder = new();
        GroundTruthRequest request = GoldenCache.Request() with { Maps = new MapExpansionStore(folder.Path) };

        await Assert.ThrowsAsync<InvalidInputException>(() => new GroundTruthCacheBuilder().BuildAsync(request, folder["all.arrow"]));

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static int CountSamples(string part)
    {
        using GroundTruthCache cache = GroundTruthCache.Open(part);
        return cache.Count;
    }

    private sealed class CancelAt(int count, CancellationTokenSource source) : IProgress<GroundTruthProgress>
    {
        public void Report(GroundTruthProgress value)
        {
            if (value.Done >= count)
            {
                source.Cancel();
            }
        }
    }

    private sealed class Steps : IProgress<GroundTruthProgress>
    {
        private readonly Lock _lock = new();

        public List<int> Seen { get; } = [];

        public void Report(GroundTruthProgress value)
        {
            lock (_lock)
            {
                Seen.Add(value.Done);
            }
        }
    }
}
