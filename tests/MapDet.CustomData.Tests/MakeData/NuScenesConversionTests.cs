using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.CustomData.Sources;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.GroundTruth;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Tests.GroundTruth;

namespace MapDet.CustomData.Tests.MakeData;

public sealed class NuScenesConversionTests(ConvertedWorld world) : IClassFixture<ConvertedWorld>
{
    private readonly NuScenesFrames _original = new(world.Tables);
    private readonly RecordedFrames _converted = new(world.Data);

    private IEnumerable<(FrameRecord Original, FrameRecord Converted)> Pairs => _original.ReadFrames().Zip(_converted.ReadFrames());

    [Fact]
    public void Ground_truth_is_that_of_the_data_set_that_was_converted()
    {
        MapExpansionStore originalMaps = new(world.Tables.DataRoot);
        GeoJsonMapSource convertedMaps = new(world.Data);

        Assert.Equal(6, Pairs.Count());
        foreach (IGrouping<string, (FrameRecord Original, FrameRecord Converted)> drive in Pairs.GroupBy(pair => pair.Original.Location))
        {
            GroundTruthExtractor original = Extractor(originalMaps, drive.Key);
            GroundTruthExtractor converted = Extractor(convertedMaps, drive.First().Converted.Location);
            Assert.All(drive, pair => SameElements(original.Extract(pair.Original.MapFrame), converted.Extract(pair.Converted.MapFrame)));
        }
    }

    [Fact]
    public void Times_cameras_and_pictures_are_those_of_the_data_set_that_was_converted()
    {
        Assert.All(Pairs, pair =>
        {
            Assert.Equal(pair.Original.Timestamp, pair.Converted.Timestamp);
            SameCameras(_original.Cameras(pair.Original), _converted.Cameras(pair.Converted));
        });
    }

    [Fact]
    public void Splits_list_the_drives_of_the_official_ones()
    {
        SplitCatalog splits = SplitCatalog.Load(world.Data.Splits);

        Assert.Equal(["drive-1"], Scenes("train"));
        Assert.Equal(["drive-2"], Scenes("validation"));

        IEnumerable<string> Scenes(string split) =>
            splits.Select(_converted.ReadFrames(), _converted.Version, split).Samples.Select(frame => frame.SceneName).Distinct();
    }

    private static GroundTruthExtractor Extractor(IMapSource maps, string location) => new(maps.Map(location), PerceptionRange.Default, 20);

    private static void SameElements(ImmutableArray<MapElement> expected, ImmutableArray<MapElement> actual)
    {
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(element => element.Class), actual.Select(element => element.Class));
        Assert.All(MapClasses.All, mapClass => LineAssert.SameLines(
            expected.Where(element => element.Class == mapClass).Select(element => element.Vertices),
            actual.Where(element => element.Class == mapClass).Select(element => element.Vertices)));
    }

    private static void SameCameras(ImmutableArray<CameraFrame> expected, ImmutableArray<CameraFrame> actual) => Assert.All(expected.Zip(actual), pair =>
    {
        (CameraModel first, CameraModel second) = (pair.First.Camera, pair.Second.Camera);
        Assert.Equal((first.Channel, first.Width, first.Height), (second.Channel, second.Width, second.Height));
        Assert.All(first.ProjectionMatrix().Zip(second.ProjectionMatrix()), entry => Assert.Equal(entry.First, entry.Second, 1e-6));
        Assert.Equal(File.ReadAllBytes(pair.First.ImagePath), File.ReadAllBytes(pair.Second.ImagePath));
    });
}
