using System.Text.Json.Nodes;
using MapDet.Core;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.Tables;
using MapDet.NuScenes.Tests.GroundTruth;

namespace MapDet.NuScenes.Tests.Dataset;

public sealed class SplitCatalogTests
{
    [Fact]
    public void The_official_splits_are_those_of_the_reference()
    {
        JsonObject golden = GoldenFiles.Json("splits.json").AsObject();

        Assert.Equal(golden.Select(split => split.Key).Order(StringComparer.Ordinal), SplitCatalog.Official.Names);
        Assert.All(golden, split => Assert.Equal(split.Value!.AsArray().Select(scene => scene!.GetValue<string>()), SplitCatalog.Official.Scenes(split.Key)));
    }

    [Theory]
    [InlineData("train", 12)]
    [InlineData("mini_train", 12)]
    [InlineData("val", 4)]
    [InlineData("mini_val", 4)]
    public void Train_and_val_of_the_mini_version_are_its_mini_splits(string split, int samples)
    {
        SplitSelection selection = SplitCatalog.Official.Select(GoldenCache.Frames.ReadFrames(), "v1.0-mini", split);

        Assert.Equal(samples, selection.Samples.Length);
        Assert.StartsWith("mini_", selection.Name, StringComparison.Ordinal);
        Assert.Equal(selection.Samples.Select(frame => frame.Timestamp).Order(), selection.Samples.Select(frame => frame.Timestamp));
    }

    [Fact]
    public void Train_of_another_version_is_the_full_list()
    {
        Assert.Equal("train", SplitCatalog.Official.Resolve("train", NuScenesVersions.TrainVal));
        Assert.Equal("mini_val", SplitCatalog.Official.Resolve("mini_val", NuScenesVersions.TrainVal));
    }

    [Fact]
    public void An_unknown_split_is_refused_with_the_list_of_known_ones()
    {
        MapDetException exception = Assert.Throws<MapDetException>(() => SplitCatalog.Official.Select(GoldenCache.Frames.ReadFrames(), "v1.0-mini", "trian"));

        Assert.Contains("mini_train, mini_val, test, train, val", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_that_selects_no_sample_is_refused()
    {
        MapDetException exception = Assert.Throws<MapDetException>(() => SplitCatalog.Official.Select(GoldenCache.Frames.ReadFrames(), "v1.0-mini", "test"));

        Assert.Contains("selects no sample", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_file_adds_splits_and_takes_the_place_of_official_ones()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["splits.json"], """{"train": ["scene-0103"], "held_out": ["scene-0655", "scene-9999"]}""");

        SplitCatalog catalog = SplitCatalog.Load(folder["splits.json"]);

        Assert.Equal("train", catalog.Select(GoldenCache.Frames.ReadFrames(), "v1.0-mini", "train").Name);
        Assert.Equal(4, catalog.Select(GoldenCache.Frames.ReadFrames(), "v1.0-mini", "train").Samples.Length);
        Assert.Equal(4, catalog.Select(GoldenCache.Frames.ReadFrames(), "v1.0-mini", "val").Samples.Length);
        SplitSelection heldOut = catalog.Select(GoldenCache.Frames.ReadFrames(), "v1.0-mini", "held_out");
        Assert.Equal((3, 2, 1), (heldOut.Samples.Length, heldOut.ListedScenes, heldOut.MissingScenes));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"train\": \"scene-0103\"}")]
    [InlineData("{\"train\": [1]}")]
    [InlineData("{")]
    public void A_split_file_of_another_shape_is_refused(string text)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["splits.json"], text);

        Assert.Throws<InvalidInputException>(() => SplitCatalog.Load(folder["splits.json"]));
        Assert.Throws<InvalidInputException>(() => SplitCatalog.Load(folder["absent.json"]));
    }
}
