using System.Text.Json.Nodes;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Tests.Tables;

public sealed class GoldenTablesTests
{
    private static readonly JsonNode Golden = GoldenFiles.Json("tables.json");
    private static readonly NuScenesTables Loaded = NuScenesTables.Load(GoldenFiles.DataRoot, NuScenesVersions.Mini);

    public static TheoryData<string> Tokens => [.. Golden["samples"]!.AsArray().Select(sample => sample!["token"]!.GetValue<string>())];

    [Fact]
    public void Tables_have_the_number_of_records_of_the_reference()
    {
        int Count(string table) => Golden["counts"]![table]!.GetValue<int>();

        Assert.Equal(
            new TableCounts(
                Count("scene"), Count("log"), Count("sample"), Count("sample_data"), Count("ego_pose"), Count("calibrated_sensor"), Count("sensor"), Count("map")),
            Loaded.Counts);
    }

    [Fact]
    public void Scenes_are_walked_as_the_reference_does()
    {
        foreach (JsonNode? expected in Golden["scenes"]!.AsArray())
        {
            SceneRecord scene = Loaded.Scenes.Single(scene => scene.Token == expected!["token"]!.GetValue<string>());

            Assert.Equal(expected!["name"]!.GetValue<string>(), scene.Name);
            Assert.Equal(expected["location"]!.GetValue<string>(), scene.Location);
            Assert.Equal(expected["samples"]!.AsArray().Select(token => token!.GetValue<string>()), scene.Samples.Select(sample => sample.Token));
        }
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public void Lidar_and_cameras_have_the_files_poses_and_calibrations_of_the_reference(string token)
    {
        JsonNode expected = Golden["samples"]!.AsArray().Single(sample => sample!["token"]!.GetValue<string>() == token)!;
        SceneSample found = Loaded.FindSample(token)!;
        KeyFrameRecord lidar = Loaded.Lidar(found.Sample);

        Assert.Equal(expected["scene_token"]!.GetValue<string>(), found.Scene.Token);
        Assert.Equal(expected["timestamp"]!.GetValue<long>(), found.Sample.Timestamp);
        Assert.Equal(expected["lidar_file"]!.GetValue<string>(), lidar.FileName);
        Assert.Equal(PoseOf(expected, "lidar2ego"), lidar.Sensor.SensorToEgo);
        Assert.Equal(PoseOf(expected, "ego2global"), lidar.EgoToWorld);
        Assert.All(expected["cams"]!.AsArray(), camera => ExpectCamera(camera!, Loaded.Camera(found.Sample, camera!["channel"]!.GetValue<string>())));
    }

    [Fact]
    public void A_missing_version_is_named_together_with_those_that_are_there()
    {
        Core.InvalidInputException exception = Assert.Throws<Core.InvalidInputException>(() =>
            NuScenesTables.Load(GoldenFiles.DataRoot, NuScenesVersions.TrainVal));

        Assert.Contains("v1.0-trainval", exception.Message, StringComparison.Ordinal);
        Assert.Contains("there is v1.0-mini", exception.Message, StringComparison.Ordinal);
    }

    private static void ExpectCamera(JsonNode expected, KeyFrameRecord actual)
    {
        Assert.Contains(actual.Sensor.Channel, CameraChannels.All);
        Assert.Equal(expected["file"]!.GetValue<string>(), actual.FileName);
        Assert.Equal(expected["sample_data_token"]!.GetValue<string>(), actual.Token);
        Assert.Equal(expected["timestamp"]!.GetValue<long>(), actual.Timestamp);
        Assert.Equal(expected["intrinsic"]!.AsArray().SelectMany(row => row!.Numbers()), actual.Sensor.Intrinsic);
        Assert.Equal(PoseOf(expected, "sensor2ego"), actual.Sensor.SensorToEgo);
        Assert.Equal(PoseOf(expected, "ego2global"), actual.EgoToWorld);
        Assert.Equal((1600, 900), (actual.Width, actual.Height));
    }

    private static Pose PoseOf(JsonNode node, string name)
    {
        double[] q = node[name + "_rotation"]!.Numbers();
        double[] t = node[name + "_translation"]!.Numbers();
        return new Pose(q[0], q[1], q[2], q[3], new Point3(t[0], t[1], t[2]));
    }
}
