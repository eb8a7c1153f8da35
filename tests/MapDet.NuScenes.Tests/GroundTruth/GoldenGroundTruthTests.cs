using System.Text.Json.Nodes;
using MapDet.Core.Geometry;
using MapDet.NuScenes.GroundTruth;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Tests.GroundTruth;

public sealed class GoldenGroundTruthTests
{
    private static readonly JsonArray Samples = GoldenFiles.Json("gt_primary.json")["samples"]!.AsArray();
    private static readonly NuScenesTables Tables = NuScenesTables.Load(GoldenFiles.DataRoot, NuScenesVersions.Mini);
    private static readonly MapExpansionStore Maps = new(GoldenFiles.DataRoot);

    public static TheoryData<string> Tokens => [.. Samples.Select(sample => sample!["sample_token"]!.GetValue<string>())];

    [Theory]
    [MemberData(nameof(Tokens))]
    public void Every_sample_has_the_elements_of_the_reference(string token)
    {
        JsonNode expected = Samples.Single(sample => sample!["sample_token"]!.GetValue<string>() == token)!;
        (SceneRecord scene, SampleRecord sample) = Tables.FindSample(token)!;
        GroundTruthExtractor extractor = new(Maps.Map(scene.Location), PerceptionRange.Default, 20);

        var elements = extractor.Extract(Tables.MapFrame(sample));

        GroundTruthAssert.Equal(expected["instances"]!, elements, token);
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public void Every_sample_has_the_map_frame_of_the_reference(string token)
    {
        JsonNode expected = Samples.Single(sample => sample!["sample_token"]!.GetValue<string>() == token)!;
        (SceneRecord scene, SampleRecord sample) = Tables.FindSample(token)!;

        MapFrame frame = Tables.MapFrame(sample);

        Assert.Equal(expected["scene_name"]!.GetValue<string>(), scene.Name);
        Assert.Equal(expected["timestamp"]!.GetValue<long>(), sample.Timestamp);
        Assert.Equal(expected["patch_box"]![0]!.GetValue<double>(), frame.CenterX, 1e-6);
        Assert.Equal(expected["patch_box"]![1]!.GetValue<double>(), frame.CenterY, 1e-6);
        double turn = (frame.Angle * 180 / Math.PI) - expected["patch_angle_deg"]!.GetValue<double>();
        Assert.Equal(0, Math.IEEERemainder(turn, 360), 1e-6);
        double[] matrix = [.. expected["lidar2global"]!.AsArray().SelectMany(row => row!.Numbers())];
        Assert.Equal(matrix, Tables.LidarToWorld(sample).ToMatrix(), (a, b) => Math.Abs(a - b) <= 1e-6);
    }
}
