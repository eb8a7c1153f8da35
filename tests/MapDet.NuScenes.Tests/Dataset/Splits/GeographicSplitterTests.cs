using MapDet.Core;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.Dataset.Splits;
using MapDet.NuScenes.Tests.GroundTruth;

namespace MapDet.NuScenes.Tests.Dataset.Splits;

public sealed class GeographicSplitterTests
{
    private const string Town = "boston-seaport";
    private static readonly GeographicSplitter Splitter = new(new GeographicSplitOptions());

    [Fact]
    public void A_dense_town_is_cut_with_few_scenes_lost_and_shares_as_asked_for()
    {
        SceneLayout layout = new SceneLayout().Grid(Town, blocks: 12, block: 100);

        GeographicSplits splits = Splitter.Split(layout.Samples);

        SplitAssert.IsValid(splits, layout.Samples);
        Assert.InRange(SplitAssert.Lost(splits, layout.Samples), 0.01, 0.1);
        Assert.Equal(0.7, SplitAssert.Share(splits, "train"), tolerance: 0.03);
        Assert.Equal(0.15, SplitAssert.Share(splits, "val"), tolerance: 0.03);
        Assert.Equal(0.15, SplitAssert.Share(splits, "test"), tolerance: 0.03);
    }

    [Fact]
    public void Towns_of_the_wanted_sizes_stay_whole()
    {
        SceneLayout layout = new SceneLayout().Grid("singapore-onenorth", 5, 100);
        foreach (double x in new double[] { 3000, 5000 })
        {
            layout.Chain("singapore-onenorth", 13, new Point2(x, 0), new Point2(x + 1300, 0));
        }

        GeographicSplits splits = Splitter.Split(layout.Samples);

        SplitAssert.IsValid(splits, layout.Samples);
        Assert.Empty(splits.LeftOut.Scenes);
        Assert.Equal([60, 13, 13], splits.Splits.Select(split => split.Scenes.Length));
    }

    [Fact]
    public void A_chain_of_drives_is_cut_twice()
    {
        SceneLayout layout = new SceneLayout().Chain(Town, 42, new Point2(0, 0), new Point2(4200, 0));

        GeographicSplits splits = Splitter.Split(layout.Samples);

        SplitAssert.IsValid(splits, layout.Samples);
        Assert.Equal(2, splits.LeftOut.Scenes.Length);
        Assert.Equal([28, 6, 6], splits.Splits.Select(split => split.Scenes.Length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_road_that_turns_back_beside_itself_is_cut_along_its_way(long seed)
    {
        // A straight line across both lanes of the hairpin would lose a scene of each.
        SceneLayout layout = new SceneLayout()
            .Chain(Town, 40, new Point2(0, 0), new Point2(10_000, 0))
            .Chain(Town, 1, new Point2(10_000, 0), new Point2(10_000, 100))
            .Chain(Town, 40, new Point2(10_000, 100), new Point2(0, 100));

        GeographicSplits splits = new GeographicSplitter(new GeographicSplitOptions { Seed = seed }).Split(layout.Samples);

        SplitAssert.IsValid(splits, layout.Samples);
        Assert.Equal(2, splits.LeftOut.Scenes.Length);
        Assert.Equal(0.7, SplitAssert.Share(splits, "train"), tolerance: 0.03);
    }

    [Fact]
    public void Every_large_town_is_in_every_split()
    {
        SceneLayout layout = new SceneLayout().Grid(Town, 7, 100).Grid("singapore-queenstown", 6, 110);

        GeographicSplits splits = Splitter.Split(layout.Samples);

        SplitAssert.IsValid(splits, layout.Samples);
        Assert.All(splits.Splits, split => Assert.Equal([Town, "singapore-queenstown"], split.SamplesByLocation.Keys));
    }

    [Fact]
    public void Places_of_different_towns_are_never_near()
    {
        SceneLayout layout = new();
        foreach (string location in new[] { Town, "singapore-onenorth", "singapore-queenstown" })
        {
            layout.Drive(location, new Point2(0, 0), new Point2(100, 0));
        }

        GeographicSplits splits = Splitter.Split(layout.Samples);

        SplitAssert.IsValid(splits, layout.Samples);
        Assert.All(splits.Splits, split => Assert.Single(split.Scenes));
    }

    [Fact]
    public void Drives_over_the_same_ground_are_in_the_same_split()
    {
        SceneLayout layout = new();
        for (int i = 0; i < 20; i++)
        {
            Point2 from = new(i * 1000, 0);
            Point2 to = new((i * 1000) + 100, 0);
            layout.Drive(Town, from, to).Drive(Town, to, from);
        }

        GeographicSplits splits = Splitter.Split(layout.Samples);

        SplitAssert.IsValid(splits, layout.Samples);
        Assert.Empty(splits.LeftOut.Scenes);
        Assert.Equal([28, 6, 6], splits.Splits.Select(split => split.Scenes.Length));
    }

    [Fact]
    public void Samples_at_the_separation_itself_are_apart()
    {
        SceneLayout layout = new SceneLayout()
            .Drive(Town, new Point2(0, 0), new Point2(0, 0), samples: 1)
            .Drive(Town, new Point2(60, 0), new Point2(60, 0), samples: 1);
        GeographicSplitOptions options = new() { Shares = [new("train", 0.5), new("val", 0.5)] };

        GeographicSplits splits = new GeographicSplitter(options with { Separation = 60 }).Split(layout.Samples);

        Assert.Empty(splits.LeftOut.Scenes);
        Assert.Throws<MapDetException>(() => new GeographicSplitter(options with { Separation = 60.01 }).Split(layout.Samples));
    }

    [Fact]
    public void A_short_chain_is_cut_rather_than_a_split_left_empty()
    {
        SceneLayout layout = new SceneLayout().Chain(Town, 6, new Point2(0, 0), new Point2(600, 0));

        GeographicSplits splits = Splitter.Split(layout.Samples);

        SplitAssert.IsValid(splits, layout.Samples);
    }

    [Fact]
    public void Too_few_places_for_the_splits_are_refused()
    {
        SceneLayout layout = new SceneLayout().Drive(Town, new Point2(0, 0), new Point2(100, 0)).Drive(Town, new Point2(900, 0), new Point2(999, 0));

        MapDetException exception = Assert.Throws<MapDetException>(() => Splitter.Split(layout.Samples));

        Assert.Contains("the 2 scenes form 2 places", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scene_in_two_towns_is_refused()
    {
        PlacedSample here = new("a", "scene-0001", Town, default);

        MapDetException exception = Assert.Throws<MapDetException>(() => Splitter.Split([here, here with { Location = "singapore-onenorth" }]));

        Assert.Contains("scene-0001", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_file_of_them_selects_their_scenes()
    {
        using TemporaryFolder folder = new();
        GeographicSplits splits = new GeographicSplitter(new GeographicSplitOptions { Shares = [new("near", 0.6), new("far", 0.4)] })
            .Split(PlacedSample.Of(GoldenCache.Frames.ReadFrames()));
        File.WriteAllText(folder["splits.json"], splits.ToSplitFile());

        SplitCatalog catalog = SplitCatalog.Load(folder["splits.json"]);

        Assert.All(splits.Splits, split => Assert.Equal<string>(split.Scenes, catalog.Scenes(split.Name)));
        Assert.All(splits.Splits, split => Assert.Equal(split.Samples, catalog.Select(GoldenCache.Frames.ReadFrames(), "v1.0-mini", split.Name).Samples.Length));
        Assert.Empty(catalog.Scenes("left_out"));
    }

    [Fact]
    public void Work_stops_when_cancelled()
    {
        SceneLayout layout = new SceneLayout().Grid(Town, 6, 100);

        Assert.Throws<OperationCanceledException>(() => Splitter.Split(layout.Samples, new CancellationToken(canceled: true)));
    }
}
