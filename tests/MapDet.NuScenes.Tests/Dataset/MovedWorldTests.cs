using System.Collections.Immutable;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Imaging;
using MapDet.NuScenes.Dataset;
using MapDet.NuScenes.GroundTruth;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Tables;
using MapDet.NuScenes.Tests.GroundTruth;

namespace MapDet.NuScenes.Tests.Dataset;

/// <summary>Nothing that a model sees or learns from depends on where in the world, and which way round, the vehicle and its map lie.</summary>
public sealed class MovedWorldTests : IDisposable
{
    private const double Tolerance = 1e-6;
    private readonly TemporaryFolder _folder = new();
    private readonly NuScenesTables _moved;

    public MovedWorldTests()
    {
        MovedWorld.Write(GoldenFiles.DataRoot, _folder.Path, RigidTransform.FromYaw(2.1, new Point3(-350.25, 812.5, 17.75)));
        _moved = NuScenesTables.Load(_folder.Path, NuScenesVersions.Mini);
    }

    [Fact]
    public void Moving_poses_and_map_together_leaves_the_ground_truth_of_every_sample()
    {
        ImmutableArray<FrameRecord> still = GoldenCache.Frames.ReadFrames();
        ImmutableArray<FrameRecord> moved = new NuScenesFrames(_moved).ReadFrames();
        Func<FrameRecord, ImmutableArray<MapElement>> extractStill = Extraction(GoldenFiles.DataRoot);
        Func<FrameRecord, ImmutableArray<MapElement>> extractMoved = Extraction(_folder.Path);

        Assert.Equal(still.Select(frame => frame.SampleToken), moved.Select(frame => frame.SampleToken));
        Assert.All(still.Zip(moved), pair =>
        {
            Assert.True(Distance(pair.First, pair.Second) > 100);
            ImmutableArray<MapElement> expected = extractStill(pair.First);
            ImmutableArray<MapElement> actual = extractMoved(pair.Second);
            Assert.All(MapClasses.All, mapClass => LineAssert.SameLines(Of(mapClass, expected), Of(mapClass, actual), Tolerance));
        });
        Assert.All(MapClasses.All, mapClass => Assert.Contains(still, frame => Of(mapClass, extractStill(frame)).Any()));
    }

    [Fact]
    public async Task Moving_the_poses_leaves_the_projections_that_the_model_is_given()
    {
        float[] still = await ProjectionsAsync(GoldenCache.Tables);
        float[] moved = await ProjectionsAsync(_moved);

        // Numbers of very different size stand in a projection: pixels for a metre, and up to hundreds for the offset.
        Assert.Equal(16 * 6 * 12, still.Length);
        Assert.All(still.Zip(moved), pair => Assert.Equal(pair.First, pair.Second, Tolerance * Math.Max(1, Math.Abs(pair.First))));
    }

    public void Dispose() => _folder.Dispose();

    private static Func<FrameRecord, ImmutableArray<MapElement>> Extraction(string dataRoot)
    {
        MapExpansionStore maps = new(dataRoot);
        Dictionary<string, GroundTruthExtractor> extractors = [];
        return frame =>
        {
            if (!extractors.TryGetValue(frame.Location, out GroundTruthExtractor? extractor))
            {
                extractor = extractors[frame.Location] = new GroundTruthExtractor(maps.Map(frame.Location), PerceptionRange.Default, 20);
            }

            return extractor.Extract(frame.MapFrame);
        };
    }

    private static async Task<float[]> ProjectionsAsync(NuScenesTables tables)
    {
        NuScenesFrames frames = new(tables);
        SurroundFrame[] surround = [.. tables.Samples.Select(sample => frames[sample.Sample.Token])];
        SurroundInputLoader loader = new(new ImageTensorLoader(new ImageOptions { Width = 256, Height = 144, CropTop = 64 }));
        SurroundInput input = await loader.LoadAsync(surround, [.. surround.Select(_ => new PictureChange(IsNeeded: false))], workers: 1);
        using (input.Images)
        using (input.Projections)
        {
            return input.Projections.data<float>().ToArray();
        }
    }

    private static double Distance(FrameRecord a, FrameRecord b) =>
        double.Hypot(a.MapFrame.CenterX - b.MapFrame.CenterX, a.MapFrame.CenterY - b.MapFrame.CenterY);

    private static IEnumerable<Polyline> Of(MapClass mapClass, ImmutableArray<MapElement> elements) =>
        elements.Where(element => element.Class == mapClass).Select(element => element.Vertices);
}
