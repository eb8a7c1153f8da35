using System.Text.Json.Nodes;
using MapDet.NuScenes.GroundTruth;

namespace MapDet.NuScenes.Tests.GroundTruth;

public sealed class ExportTests
{
    [Fact]
    public async Task The_json_export_has_the_format_and_the_content_of_the_reference()
    {
        using TemporaryFolder folder = new();
        using GroundTruthCache cache = await GoldenCache.BuildAsync(folder["all.arrow"]);

        VectorJsonWriter.Write(cache, folder["gt.json"], GoldenCache.Tables);

        JsonNode written = JsonNode.Parse(await File.ReadAllTextAsync(folder["gt.json"]))!;
        JsonNode golden = GoldenFiles.Json("gt_primary.json");
        foreach (string name in (string[])["format", "version", "split", "pc_range", "patch_size", "num_points", "classes"])
        {
            Assert.Equal(Normalised(golden[name]!), Normalised(written[name]!));
        }

        Assert.Equal(golden["samples"]!.AsArray().Count, written["samples"]!.AsArray().Count);
        Assert.All(golden["samples"]!.AsArray().Zip(written["samples"]!.AsArray()), pair => ExpectSample(pair.First!, pair.Second!));
    }

    [Fact]
    public async Task The_geojson_export_holds_every_element_in_the_metres_of_its_map()
    {
        using TemporaryFolder folder = new();
        using GroundTruthCache cache = await GoldenCache.BuildAsync(folder["all.arrow"]);

        GeoJsonWriter.Write(cache, folder["gt.geojson"]);

        JsonNode collection = JsonNode.Parse(await File.ReadAllTextAsync(folder["gt.geojson"]))!;
        JsonArray features = collection["features"]!.AsArray();
        Assert.Equal("FeatureCollection", collection["type"]!.GetValue<string>());
        Assert.Equal(284, features.Count);
        Assert.Equal(40 + 10 + 26, features.Count(feature => feature!["geometry"]!["type"]!.GetValue<string>() == "Polygon"));
        JsonNode first = features[0]!;
        GroundTruthSample sample = cache[0];
        Assert.Equal(sample.SampleToken, first["properties"]!["sample_token"]!.GetValue<string>());
        Assert.Equal(sample.Location, first["properties"]!["location"]!.GetValue<string>());
        Assert.Equal("divider", first["properties"]!["class"]!.GetValue<string>());
        double[] place = first["geometry"]!["coordinates"]![0]!.Numbers();
        Assert.InRange(double.Hypot(place[0] - sample.LidarToWorld.Translation.X, place[1] - sample.LidarToWorld.Translation.Y), 0, 34);
    }

    private static void ExpectSample(JsonNode golden, JsonNode written)
    {
        foreach (string name in (string[])["sample_token", "scene_name", "scene_token", "timestamp", "location"])
        {
            Assert.Equal(golden[name]!.ToJsonString(), written[name]!.ToJsonString());
        }

        Assert.Equal(golden["patch_box"]!.Numbers(), written["patch_box"]!.Numbers(), (a, b) => Math.Abs(a - b) <= 1e-6);
        Assert.Equal(0, Math.IEEERemainder(golden["patch_angle_deg"]!.GetValue<double>() - written["patch_angle_deg"]!.GetValue<double>(), 360), 1e-6);
        double[] q = golden["lidar2global_rotation"]!.Numbers();
        double[] p = written["lidar2global_rotation"]!.Numbers();
        Assert.Equal(1, Math.Abs(q.Zip(p, (a, b) => a * b).Sum()), 1e-9);
        JsonArray expected = golden["instances"]!.AsArray();
        JsonArray actual = written["instances"]!.AsArray();
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected, instance =>
        {
            ExpectedElement element = ExpectedElement.FromJson(instance!);
            Assert.Contains(actual.Select(node => ExpectedElement.FromJson(node!)), other =>
                other.Class == element.Class && element.DistanceTo(other.IsClosed, other.Sampled) < 1e-3);
        });
    }

    // Whole numbers may be written with or without a point.
    private static string Normalised(JsonNode node) => node.ToJsonString().Replace(".0", "", StringComparison.Ordinal);
}
