using System.Collections.Immutable;
using System.Text.Json;
using MapDet.Core;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Synthesis;
using MapDet.NuScenes.Synthesis.Drives;
using MapDet.NuScenes.Synthesis.Tables;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Tests.Synthesis;

public sealed class SyntheticTablesWriterTests(SyntheticTables tables) : IClassFixture<SyntheticTables>
{
    [Fact]
    public void The_tables_are_read_as_those_of_the_real_data_set()
    {
        NuScenesTables loaded = NuScenesTables.Load(tables.Options.Output, tables.Options.Version);

        // Two scenes of 45 samples: 44 intervals of 6 camera, 10 lidar and 6.5 radar records, and the first record of each sensor.
        int records = 2 * ((6 * ((44 * 6) + 1)) + (44 * 10) + 1 + (5 * ((44 * 13 / 2) + 1)));
        Assert.Equal(new TableCounts(2, 2, 90, records, records, 24, 12, 4), loaded.Counts);
        Assert.All(loaded.Samples, found => Assert.Equal((1600, 900), Size(loaded.Camera(found.Sample, "CAM_BACK"))));
        Assert.All(loaded.Samples, found => Assert.Equal(found.Sample.Timestamp, loaded.Lidar(found.Sample).Timestamp));

        static (int, int) Size(KeyFrameRecord record) => (record.Width, record.Height);
    }

    [Fact]
    public void Every_sensor_has_one_key_frame_a_sample_with_sweeps_before_it()
    {
        Dictionary<string, long> samples = tables.Table("sample").ToDictionary(sample => Text(sample, "token"), Time);

        Assert.All(Chains(), chain =>
        {
            List<string> keyFrames = [.. chain.Where(IsKeyFrame).Select(record => Text(record, "sample_token"))];
            Assert.Equal(45, keyFrames.Distinct().Count());
            Assert.Equal(45, keyFrames.Count);
            Assert.True(IsKeyFrame(chain[0]) && IsKeyFrame(chain[^1]));
            Assert.Equal(chain.Select(record => samples[Text(record, "sample_token")]).Order(), chain.Select(record => samples[Text(record, "sample_token")]));
            Assert.All(chain, record => Assert.StartsWith(IsKeyFrame(record) ? "samples/" : "sweeps/", Text(record, "filename"), StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData("CAM_FRONT", 12)]
    [InlineData("LIDAR_TOP", 20)]
    [InlineData("RADAR_BACK_LEFT", 13)]
    public void A_sensor_records_at_its_rate(string channel, int rate)
    {
        List<JsonElement> chain = Chains().First(chain => Text(chain[0], "filename").Contains($"/{channel}/", StringComparison.Ordinal));

        IEnumerable<long> intervals = chain.Zip(chain.Skip(1), (earlier, later) => Time(later) - Time(earlier));
        Assert.All(intervals, interval => Assert.Equal(1e6 / rate, interval, tolerance: 1));
    }

    [Fact]
    public void Every_record_has_an_ego_pose_of_its_own_of_the_same_time()
    {
        Dictionary<string, long> poses = tables.Table("ego_pose").ToDictionary(pose => Text(pose, "token"), Time);
        IReadOnlyList<JsonElement> records = tables.Table("sample_data");

        Assert.Equal(records.Count, records.Select(record => Text(record, "ego_pose_token")).Distinct().Count());
        Assert.All(records, record => Assert.Equal(Time(record), poses[Text(record, "ego_pose_token")]));
    }

    [Fact]
    public void The_files_are_laid_out_as_the_published_ones()
    {
        string[] lines = File.ReadLines(Path.Combine(tables.Options.Output, tables.Options.Version, "sample_data.json")).Take(16).ToArray();

        Assert.Equal(["[", "{"], lines[..2]);
        string[] fields =
        [
            "token", "sample_token", "ego_pose_token", "calibrated_sensor_token", "timestamp", "fileformat", "is_key_frame", "height", "width",
            "filename", "prev", "next",
        ];
        Assert.All(fields.Zip(lines[2..14]), pair => Assert.StartsWith($"\"{pair.First}\": ", pair.Second, StringComparison.Ordinal));
        Assert.Equal(["},", "{"], lines[14..]);
    }

    [Fact]
    public void Each_map_is_as_large_as_a_real_one_and_no_sensor_files_are_there()
    {
        Assert.All(MapLocations.All, location => Assert.InRange(tables.Folder.Map(location).GetProperty("node").GetArrayLength(), 20_000, 35_000));
        Assert.All(tables.Table("map"), map => Assert.True(File.Exists(Path.Combine(tables.Options.Output, Text(map, "filename")))));
        Assert.False(Directory.Exists(Path.Combine(tables.Options.Output, "samples")));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_files()
    {
        using SyntheticFolder second = new();
        await new SyntheticTablesWriter(tables.Options with { Output = second.Root }).WriteAsync();
        Assert.Equal(tables.Folder.Hashes(), second.Hashes());
    }

    [Fact]
    public async Task Scenes_grow_when_the_version_has_no_more_of_them()
    {
        using SyntheticFolder folder = new();
        await new SyntheticTablesWriter(new SyntheticTablesOptions { Output = folder.Root, Samples = 5003 }).WriteAsync();

        NuScenesTables loaded = NuScenesTables.Load(folder.Root, NuScenesVersions.Mini);

        Assert.Equal(5003, loaded.Samples.Length);
        Assert.Equal(10, loaded.Scenes.Length);
        Assert.All(loaded.Scenes, scene => Assert.InRange(scene.Samples.Length, 500, 501));
        Assert.All(loaded.Scenes.GroupBy(scene => scene.Location), AssertOneAfterTheOther);
    }

    [Theory]
    [InlineData("v1.0-mini", 1, 1)]
    [InlineData("v1.0-mini", 3, 1)]
    [InlineData("v1.0-trainval", 3, 1)]
    [InlineData("v1.0-trainval", 90, 2)]
    [InlineData("v1.0-trainval", 34_149, 850)]
    [InlineData("v1.0-test", 6_008, 150)]
    [InlineData("v1.0-trainval", 100_000, 850)]
    public void Samples_are_spread_over_as_many_scenes_as_the_real_data_set_would_have(string version, int samples, int scenes)
    {
        ImmutableArray<(SyntheticScene Scene, int Samples)> plan = new SyntheticTablesOptions { Output = "unused", Version = version, Samples = samples }.Scenes();

        Assert.Equal(scenes, plan.Length);
        Assert.Equal(samples, plan.Sum(pair => pair.Samples));
        Assert.InRange(plan.Max(pair => pair.Samples) - plan.Min(pair => pair.Samples), 0, 1);
    }

    [Fact]
    public void The_real_number_of_samples_has_the_real_number_of_records()
    {
        SyntheticTablesOptions options = new() { Output = "unused", Version = NuScenesVersions.TrainVal, Samples = 34_149 };
        SceneDrive drive = World.Create(new SynthesisOptions { Output = "unused", Scenes = ScenePlan.ForVersion("v1.0-mini", 1) }).Drives[0];
        SceneSchedule schedule = Assert.Single(SceneSchedule.Create([drive]));
        ImmutableArray<Sensor> rig = [.. drive.Rig, .. SensorRig.DrawRadars(StableRandom.For(1, "radars"))];

        int records = options.Scenes().Sum(scene => rig.Sum(sensor =>
            new SensorTrack(schedule with { Drive = drive with { Samples = scene.Samples } }, sensor, sensor.Rate).Count));

        Assert.InRange(records, 0.99 * 2_631_083, 1.01 * 2_631_083);
    }

    [Theory]
    [InlineData("v1.0-mini", 0)]
    [InlineData("v1.0-mini", 80_001)]
    [InlineData("v2.0", 10)]
    public void A_number_that_the_scenes_can_not_hold_is_refused(string version, int samples)
    {
        MapDetException refusal = Assert.Throws<MapDetException>(
            () => new SyntheticTablesWriter(new SyntheticTablesOptions { Output = "unused", Version = version, Samples = samples }));
        Assert.Contains(version, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_run_leaves_no_tables()
    {
        using SyntheticFolder folder = new();
        using CancellationTokenSource source = new();
        Task run = new SyntheticTablesWriter(new SyntheticTablesOptions { Output = folder.Root, Samples = 90 })
            .WriteAsync(new Immediately(() => source.Cancel()), source.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Empty(Directory.GetDirectories(folder.Root, "v1.0*"));
    }

    /// <summary>The records of each sensor of each scene, from the one without a predecessor on.</summary>
    private List<List<JsonElement>> Chains()
    {
        Dictionary<string, JsonElement> records = tables.Table("sample_data").ToDictionary(record => Text(record, "token"));
        List<List<JsonElement>> chains = [.. records.Values.Where(record => Text(record, "prev").Length == 0).Select(Follow)];
        Assert.Equal(2 * 12, chains.Count);
        Assert.Equal(records.Count, chains.Sum(chain => chain.Count));
        return chains;

        List<JsonElement> Follow(JsonElement first)
        {
            List<JsonElement> chain = [first];
            while (Text(chain[^1], "next") is { Length: > 0 } next)
            {
                Assert.Equal(Text(chain[^1], "token"), Text(records[next], "prev"));
                Assert.Equal(Text(first, "calibrated_sensor_token"), Text(records[next], "calibrated_sensor_token"));
                chain.Add(records[next]);
            }

            return chain;
        }
    }

    private static void AssertOneAfterTheOther(IEnumerable<SceneRecord> scenes)
    {
        List<SceneRecord> ordered = [.. scenes.OrderBy(scene => scene.Samples[0].Timestamp)];
        Assert.All(ordered.Zip(ordered.Skip(1)), pair => Assert.True(pair.First.Samples[^1].Timestamp < pair.Second.Samples[0].Timestamp));
    }

    private static bool IsKeyFrame(JsonElement record) => record.GetProperty("is_key_frame").GetBoolean();

    private static long Time(JsonElement record) => record.GetProperty("timestamp").GetInt64();

    private static string Text(JsonElement record, string field) => record.GetProperty(field).GetString()!;

    private sealed class Immediately(Action action) : IProgress<SynthesisProgress>
    {
        public void Report(SynthesisProgress value) => action();
    }
}
