using System.Text.Json.Nodes;
using MapDet.Core.Contracts;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Tests.Tables;

public sealed class NuScenesSampleDataTests
{
    private const string Lidar = "LIDAR_TOP";
    private const string Nowhere = "00000000000000000000000000000bad";

    private static readonly NuScenesTables Tables = NuScenesTables.Load(GoldenFiles.DataRoot, NuScenesVersions.Mini);
    private static readonly NuScenesSampleData Loaded = NuScenesSampleData.Load(Tables);

    [Fact]
    public void The_ten_last_sweeps_of_the_lidar_are_those_of_the_reference()
    {
        foreach (JsonNode? expected in GoldenFiles.Json("tables.json")["samples"]!.AsArray())
        {
            SampleRecord sample = Tables.FindSample(expected!["token"]!.GetValue<string>())!.Sample;
            SampleDataRecord keyFrame = Loaded.KeyFrame(sample, Lidar)!;

            Assert.Equal(
                expected["lidar_sweeps"]!.AsArray().Select(file => file!.GetValue<string>()),
                Loaded.Before(keyFrame).Take(10).Select(record => record.FileName));
        }
    }

    [Fact]
    public void Records_hold_what_their_tables_say()
    {
        JsonArray rows = Rows("sample_data");
        Dictionary<string, JsonNode> poses = Rows("ego_pose").ToDictionary(row => Text(row, "token"), row => row!);
        Assert.Equal((Tables.Counts.SampleData, rows.Count), (Loaded.Count, Loaded.All.Count()));

        foreach ((JsonNode? row, SampleDataRecord record) in rows.Zip(Loaded.All))
        {
            JsonNode pose = poses[Text(row, "ego_pose_token")];
            Assert.Equal(Text(row, "token"), record.Token);
            Assert.Equal(Text(row, "sample_token"), record.Sample.Token);
            Assert.Equal(Text(row, "calibrated_sensor_token"), record.Sensor.Token);
            Assert.Equal((Text(row, "ego_pose_token"), pose["timestamp"]!.GetValue<long>()), (record.EgoPose.Token, record.EgoPose.Timestamp));
            Assert.Equal(pose["translation"]!.Numbers()[0], record.EgoPose.EgoToWorld.Translation.X);
            Assert.Equal(pose["rotation"]!.Numbers()[3], record.EgoPose.EgoToWorld.Z);
            Assert.Equal((Text(row, "filename"), Text(row, "fileformat")), (record.FileName, record.FileFormat));
            Assert.Equal((row!["is_key_frame"]!.GetValue<bool>(), row["timestamp"]!.GetValue<long>()), (record.IsKeyFrame, record.Timestamp));
            Assert.Equal((row["width"]!.GetValue<int>(), row["height"]!.GetValue<int>()), (record.Width, record.Height));
            Assert.Equal((Text(row, "prev"), Text(row, "next")), (record.Previous ?? "", record.Next ?? ""));
            Assert.Equal(record, Loaded.Find(record.Token));
        }
    }

    [Fact]
    public void Key_frames_are_those_of_the_tables_of_maps()
    {
        foreach ((SceneRecord _, SampleRecord sample) in Tables.Samples)
        {
            ExpectSame(Tables.Lidar(sample), Loaded.KeyFrame(sample, Lidar)!);
            Assert.All(CameraChannels.All, channel => ExpectSame(Tables.Camera(sample, channel), Loaded.KeyFrame(sample, channel)!));
        }
    }

    [Fact]
    public void Radars_have_key_frames_as_well()
    {
        SampleDataRecord radar = Loaded.KeyFrame(Tables.Samples[0].Sample, "RADAR_FRONT")!;

        Assert.Equal(("radar", "pcd", 0), (radar.Sensor.Modality, radar.FileFormat, radar.Width));
        Assert.Null(Loaded.KeyFrame(Tables.Samples[0].Sample, "RADAR_BACK"));
    }

    [Fact]
    public void Walking_back_is_walking_ahead_in_the_other_direction()
    {
        SceneRecord scene = Tables.Scenes[0];
        SampleDataRecord first = Loaded.KeyFrame(scene.Samples[0], "CAM_BACK")!;

        SampleDataRecord[] ahead = [.. Loaded.After(first)];

        Assert.Empty(Loaded.Before(first));
        Assert.Empty(Loaded.After(ahead[^1]));
        Assert.Equal([.. ahead[..^1].Reverse(), first], Loaded.Before(ahead[^1]));
        Assert.Equal(ahead.Select(record => record.Timestamp).Order(), ahead.Select(record => record.Timestamp));
        Assert.All(ahead, record => Assert.Equal("CAM_BACK", record.Sensor.Channel));
    }

    [Fact]
    public void A_file_name_without_the_time_or_with_it_twice_comes_back_as_it_is()
    {
        using EditedTables edited = new();
        string[] names = ["sweeps/a.pcd.bin", "sweeps/{0}/{0}.pcd.bin", "{0}", "sweeps/b_ü.pcd.bin"];
        edited.Edit("sample_data", records =>
        {
            for (int i = 0; i < names.Length; i++)
            {
                names[i] = names[i].Replace("{0}", records[i]!["timestamp"]!.ToString(), StringComparison.Ordinal);
                records[i]!["filename"] = names[i];
            }
        });

        Assert.Equal(names, NuScenesSampleData.Load(edited.Load()).All.Take(names.Length).Select(record => record.FileName));
    }

    [Theory]
    [InlineData("sample_token", Nowhere)]
    [InlineData("ego_pose_token", Nowhere)]
    [InlineData("calibrated_sensor_token", Nowhere)]
    [InlineData("prev", Nowhere)]
    [InlineData("next", Nowhere)]
    [InlineData("fileformat", null)]
    [InlineData("height", -900)]
    [InlineData("width", 1e15)]
    [InlineData("filename", "../../etc/passwd")]
    [InlineData("timestamp", "now")]
    public void A_field_of_a_sweep_that_does_not_hold_what_it_should_is_named(string field, object? value)
    {
        using EditedTables edited = new();
        string token = edited.Set("sample_data", field, JsonValue.Create(value), IsSweep);

        FaultAssert.Names("sample_data", token, field, () => NuScenesSampleData.Load(edited.Load()));
    }

    [Theory]
    [InlineData("ego_pose_token", Nowhere)]
    [InlineData("prev", Nowhere)]
    [InlineData("width", -1)]
    [InlineData("filename", "/etc/passwd")]
    public void What_maps_do_not_need_of_a_sweep_may_be_damaged_for_them(string field, object value)
    {
        using EditedTables edited = new();
        edited.Set("sample_data", field, JsonValue.Create(value), IsSweep);

        Assert.Equal(16, edited.Load().Samples.Length);
    }

    [Fact]
    public void Neighbours_of_two_sensors_are_named()
    {
        using EditedTables edited = new();
        SampleDataRecord record = Loaded.All.First(record => record.Next is not null && !record.IsKeyFrame);
        string other = Tables.CalibratedSensors.First(sensor => sensor.Channel != record.Sensor.Channel).Token;
        edited.Set("sample_data", "calibrated_sensor_token", other, row => Text(row, "token") == record.Token);

        Core.InvalidInputException exception = Assert.Throws<Core.InvalidInputException>(() => NuScenesSampleData.Load(edited.Load()));

        Assert.Contains("another channel", exception.Message, StringComparison.Ordinal);
        Assert.Contains(exception.Record, new[] { record.Token, record.Previous });
    }

    [Fact]
    public void Two_key_frames_of_a_radar_in_a_sample_are_named()
    {
        using EditedTables edited = new();
        SampleDataRecord radar = Loaded.All.First(record => record.Sensor.Modality == "radar" && record.Next is not null);
        edited.Set("sample_data", "sample_token", radar.Sample.Token, row => Text(row, "token") == radar.Next);

        Core.InvalidInputException exception = Assert.Throws<Core.InvalidInputException>(() => NuScenesSampleData.Load(edited.Load()));

        Assert.Contains(exception.Record, new[] { radar.Token, radar.Next });
        Assert.Equal("sample_token", exception.Field);
    }

    [Fact]
    public void The_time_of_an_ego_pose_is_needed_only_here()
    {
        using EditedTables edited = new();
        string token = edited.Set("ego_pose", "timestamp", "noon");

        NuScenesTables tables = edited.Load();

        FaultAssert.Names("ego_pose", token, "timestamp", () => NuScenesSampleData.Load(tables));
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        Assert.Throws<OperationCanceledException>(() => NuScenesSampleData.Load(Tables, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void What_is_not_there_is_not_found()
    {
        SampleDataRecord stranger = Loaded.All.First() with { Token = Nowhere };

        Assert.Null(Loaded.Find(Nowhere));
        Assert.Throws<ArgumentException>(() => Loaded.Before(stranger));
        Assert.Throws<ArgumentException>(() => Loaded.After(stranger));
    }

    private static void ExpectSame(KeyFrameRecord expected, SampleDataRecord actual)
    {
        Assert.True(actual.IsKeyFrame);
        Assert.Same(expected.Sensor, actual.Sensor);
        Assert.Equal(
            (expected.Token, expected.EgoToWorld, expected.FileName, expected.Timestamp, expected.Width, expected.Height),
            (actual.Token, actual.EgoPose.EgoToWorld, actual.FileName, actual.Timestamp, actual.Width, actual.Height));
    }

    private static bool IsSweep(JsonNode row) => !row["is_key_frame"]!.GetValue<bool>();

    private static JsonArray Rows(string table) => GoldenFiles.Json("dataset", NuScenesVersions.Mini, table + ".json").AsArray();

    private static string Text(JsonNode? row, string field) => row![field]!.GetValue<string>();
}
