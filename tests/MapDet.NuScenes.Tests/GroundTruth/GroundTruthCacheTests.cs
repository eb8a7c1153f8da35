using System.Text.Json.Nodes;
using CsCheck;
using MapDet.Core;
using MapDet.Core.Geometry;
using MapDet.NuScenes.GroundTruth;

namespace MapDet.NuScenes.Tests.GroundTruth;

public sealed class GroundTruthCacheTests
{
    [Fact]
    public async Task A_cache_holds_the_elements_of_the_reference()
    {
        using TemporaryFolder folder = new();
        using GroundTruthCache cache = await GoldenCache.BuildAsync(folder["all.arrow"]);

        JsonArray expected = GoldenFiles.Json("gt_primary.json")["samples"]!.AsArray();
        Assert.Equal(expected.Select(sample => sample!["sample_token"]!.GetValue<string>()), Enumerable.Range(0, cache.Count).Select(cache.TokenAt));
        for (int i = 0; i < cache.Count; i++)
        {
            GroundTruthAssert.Equal(expected[i]!["instances"]!, cache[i].Elements, cache.TokenAt(i));
            Assert.Equal(expected[i]!["location"]!.GetValue<string>(), cache[i].Location);
            Assert.Equal(i, cache.IndexOf(cache.TokenAt(i)));
        }
    }

    [Fact]
    public async Task A_cache_says_what_it_was_made_from_and_what_it_holds()
    {
        using TemporaryFolder folder = new();
        using GroundTruthCache cache = await GoldenCache.BuildAsync(folder["all.arrow"]);

        Assert.Equal(("v1.0-mini", "all", 20), (cache.Info.NuScenesVersion, cache.Info.Split, cache.Info.PointCount));
        Assert.Equal(PerceptionRange.Default, cache.Info.Range);
        Assert.Equal(["boston-seaport", "singapore-onenorth"], cache.Info.MapVersions.Keys);
        Assert.Equal(GoldenCache.Request().ComputeHash(), cache.Info.Hash);
        Assert.Equal((16, 1, 284), (cache.Info.Statistics.Samples, cache.Info.Statistics.EmptySamples, cache.Info.Statistics.Elements));
        Assert.Equal([(169, 10), (40, 40), (75, 26)], cache.Info.Statistics.Classes.Select(statistics => (statistics.Elements, statistics.Closed)));
        Assert.All(cache.Info.Statistics.Classes, statistics => Assert.Equal(statistics.Elements, statistics.LengthHistogram.Sum()));
    }

    [Fact]
    public async Task The_same_input_gives_the_same_bytes()
    {
        using TemporaryFolder folder = new();
        (await GoldenCache.BuildAsync(folder["a.arrow"])).Dispose();
        (await GoldenCache.BuildAsync(folder["b.arrow"])).Dispose();

        Assert.Equal(await File.ReadAllBytesAsync(folder["a.arrow"]), await File.ReadAllBytesAsync(folder["b.arrow"]));
        Assert.Equal(["a.arrow", "b.arrow"], Directory.EnumerateFileSystemEntries(folder.Path).Select(path => Path.GetFileName(path)).Order());
    }

    [Fact]
    public async Task A_cache_cut_off_anywhere_is_refused()
    {
        using TemporaryFolder folder = new();
        (await GoldenCache.BuildAsync(folder["all.arrow"])).Dispose();
        byte[] bytes = await File.ReadAllBytesAsync(folder["all.arrow"]);

        Gen.Int[0, bytes.Length - 1].Sample(
            length =>
            {
                string path = folder[$"{Guid.NewGuid():N}.arrow"];
                File.WriteAllBytes(path, bytes[..length]);
                Assert.Throws<InvalidInputException>(() => GroundTruthCache.Open(path));
            },
            iter: 200);
    }

    [Fact]
    public async Task A_cache_with_bytes_changed_is_refused_or_read_but_never_a_crash()
    {
        using TemporaryFolder folder = new();
        (await GoldenCache.BuildAsync(folder["all.arrow"])).Dispose();
        byte[] bytes = await File.ReadAllBytesAsync(folder["all.arrow"]);

        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte).Sample(
            (position, value) =>
            {
                byte[] changed = [.. bytes];
                changed[position] = value;
                string path = folder[$"{Guid.NewGuid():N}.arrow"];
                File.WriteAllBytes(path, changed);
                ReadOrRefuse(path);
            },
            iter: 300);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    public void What_is_no_cache_is_refused_with_its_name(string text)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["no.arrow"], text);

        Assert.Contains("no.arrow", Assert.Throws<InvalidInputException>(() => GroundTruthCache.Open(folder["no.arrow"])).Message, StringComparison.Ordinal);
        Assert.Contains("absent.arrow", Assert.Throws<InvalidInputException>(() => GroundTruthCache.Open(folder["absent.arrow"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cache_that_does_not_fit_is_refused_with_what_differs()
    {
        using TemporaryFolder folder = new();
        using GroundTruthCache cache = await GoldenCache.BuildAsync(folder["all.arrow"]);
        cache.EnsureFits(new GroundTruthRequirements { NuScenesVersion = "v1.0-mini", Split = "all", Range = PerceptionRange.Default, PointCount = 20 });

        (string Field, GroundTruthRequirements Requirements)[] misfits =
        [
            ("nuscenes_version", new GroundTruthRequirements { NuScenesVersion = "v1.0-test" }),
            ("split", new GroundTruthRequirements { Split = "mini_val" }),
            ("pc_range", new GroundTruthRequirements { Range = new PerceptionRange(-15, -15, -2, 15, 15, 2) }),
            ("num_points", new GroundTruthRequirements { PointCount = 10 }),
            ("hash", new GroundTruthRequirements { Hash = "0" }),
        ];
        Assert.All(misfits, misfit =>
            Assert.Equal(misfit.Field, Assert.Throws<InvalidInputException>(() => cache.EnsureFits(misfit.Requirements)).Field));
    }

    private static void ReadOrRefuse(string path)
    {
        try
        {
            using GroundTruthCache cache = GroundTruthCache.Open(path);
            for (int i = 0; i < cache.Count; i++)
            {
                _ = cache[i].Elements.Sum(element => element.Points.Length);
            }
        }
        catch (InvalidInputException exception)
        {
            Assert.Equal(path, exception.File);
        }
    }
}
