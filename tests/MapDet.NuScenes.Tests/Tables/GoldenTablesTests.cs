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
            Assert.Equal(expected["nbr_samples"]!.GetValue<int>(), scene.Samples.Length);
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
    public void Samples_follow_each_other_as_in_the_reference()
    {
        foreach (JsonNode? expected in Golden["samples"]!.AsArray())
        {
            SceneSample found = Loaded.FindSample(expected!["token"]!.GetValue<string>())!;
            int place = found.Scene.Samples.IndexOf(found.Sample);

            Assert.Equal(expected["prev"]!.GetValue<string>(), found.Scene.Samples.ElementAtOrDefault(place - 1)?.Token ?? "");
            Assert.Equal(expected["next"]!.GetValue<string>(), found.Scene.Samples.ElementAtOrDefault(place + 1)?.Token ?? "");
        }
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public void Cameras_lie_to_the_lidar_as_in_the_reference(string token)
    {
        JsonNode expected = Golden["samples"]!.AsArray().Single(sample => sample!["token"]!.GetValue<string>() == token)!;
        SampleRecord sample = Loaded.FindSample(token)!.Sample;

        foreach (JsonNode? camera in expected["cams"]!.AsArray())
        {
            RigidTransform cameraToLidar = Loaded.LidarToWorld(sample).Inverse().After(CameraToWorld(sample, camera!["channel"]!.GetValue<string>()));

            double[] actual = cameraToLidar.ToMatrix();
            double[] rotation = [.. camera["sensor2lidar_rotation"]!.AsArray().SelectMany(row => row!.Numbers())];
            double[] translation = camera["sensor2lidar_translation"]!.Numbers();
            for (int row = 0; row < 3; row++)
            {
                Assert.Equal(rotation[3 * row], actual[4 * row], 1e-9);
                Assert.Equal(rotation[(3 * row) + 1], actual[(4 * row) + 1], 1e-9);
                Assert.Equal(rotation[(3 * row) + 2], actual[(4 * row) + 2], 1e-9);
                Assert.Equal(translation[row], actual[(4 * row) + 3], 1e-9);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public void Matrices_from_lidar_to_image_are_those_of_the_reference(string token)
    {
        JsonNode expected = Golden["samples"]!.AsArray().Single(sample => sample!["token"]!.GetValue<string>() == token)!;
        SampleRecord sample = Loaded.FindSample(token)!.Sample;

        foreach (JsonNode? camera in expected["cams"]!.AsArray())
        {
            string channel = camera!["channel"]!.GetValue<string>();
            RigidTransform lidarToCamera = CameraToWorld(sample, channel).Inverse().After(Loaded.LidarToWorld(sample));

            double[] actual = Project(Loaded.Camera(sample, channel).Sensor.Intrinsic, lidarToCamera.ToMatrix());

            double[] golden = [.. camera["lidar2img"]!.AsArray().SelectMany(row => row!.Numbers())];
            double tolerance = 1e-6 * golden.Max(Math.Abs);
            Assert.Equal(golden.Length, actual.Length);
            Assert.All(golden.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }

    [Fact]
    public void Sensors_and_calibrations_are_listed_in_the_order_of_their_tables()
    {
        JsonArray sensors = GoldenFiles.Json("dataset", NuScenesVersions.Mini, "sensor.json").AsArray();
        JsonArray calibrations = GoldenFiles.Json("dataset", NuScenesVersions.Mini, "calibrated_sensor.json").AsArray();

        Assert.Equal(
            sensors.Select(row => new SensorRecord(
                row!["token"]!.GetValue<string>(), row["channel"]!.GetValue<string>(), row["modality"]!.GetValue<string>())),
            Loaded.Sensors);
        Assert.Equal(
            calibrations.Select(row => (row!["token"]!.GetValue<string>(), row["sensor_token"]!.GetValue<string>())),
            Loaded.CalibratedSensors.Select(sensor => (sensor.Token, sensor.Sensor.Token)));
    }

    [Fact]
    public void Logs_lie_in_the_masks_that_name_them()
    {
        JsonArray maps = GoldenFiles.Json("dataset", NuScenesVersions.Mini, "map.json").AsArray();

        foreach (SceneRecord scene in Loaded.Scenes)
        {
            JsonNode expected = maps.Single(map => map!["log_tokens"]!.AsArray().Any(log => log!.GetValue<string>() == scene.Log.Token))!;

            MapMaskRecord mask = Loaded.Mask(scene.Log);

            Assert.Equal(expected["token"]!.GetValue<string>(), mask.Token);
            Assert.Equal((expected["filename"]!.GetValue<string>(), "semantic_prior"), (mask.FileName, mask.Category));
            Assert.Contains(mask, Loaded.Masks);
        }
    }

    [Fact]
    public void A_missing_version_is_named_together_with_those_that_are_there()
    {
        Core.InvalidInputException exception = Assert.Throws<Core.InvalidInputException>(() =>
            NuScenesTables.Load(GoldenFiles.DataRoot, NuScenesVersions.TrainVal));

        Assert.Contains("v1.0-trainval", exception.Message, StringComparison.Ordinal);
        Assert.Contains("there is v1.0-mini", exception.Message, StringComparison.Ordinal);
    }

    private static RigidTransform CameraToWorld(SampleRecord sample, string channel)
    {
        KeyFrameRecord camera = Loaded.Camera(sample, channel);
        return camera.EgoToWorld.ToTransform().After(camera.Sensor.SensorToEgo.ToTransform());
    }

    // The 4 x 4 identity with the camera matrix in its upper left, times a 4 x 4 matrix.
    private static double[] Project(IReadOnlyList<double> intrinsic, double[] matrix)
    {
        double[] product = [.. matrix];
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                product[(4 * row) + column] = Enumerable.Range(0, 3).Sum(i => intrinsic[(3 * row) + i] * matrix[(4 * i) + column]);
            }
        }

        return product;
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
