using System.Text.Json;
using MapDet.Core;
using MapDet.NuScenes.Synthesis;
using SkiaSharp;

namespace MapDet.NuScenes.Tests.Synthesis;

public sealed class SyntheticWorldWriterTests
{
    [Fact]
    public async Task The_same_seed_gives_the_same_files_whatever_the_parallelism()
    {
        using SyntheticFolder first = new();
        using SyntheticFolder second = new();
        await new SyntheticWorldWriter(first.Options with { Parallelism = 1 }).WriteAsync();
        await new SyntheticWorldWriter(second.Options with { Parallelism = 4 }).WriteAsync();
        Assert.Equal(first.Hashes(), second.Hashes());
    }

    [Fact]
    public async Task Another_seed_gives_other_images_and_other_towns()
    {
        using SyntheticFolder first = new();
        using SyntheticFolder second = new();
        await new SyntheticWorldWriter(first.Options with { SamplesPerScene = 1 }).WriteAsync();
        await new SyntheticWorldWriter(second.Options with { SamplesPerScene = 1, Seed = 8 }).WriteAsync();
        Assert.Empty(Varying(first).Intersect(Varying(second)));

        static IEnumerable<string> Varying(SyntheticFolder folder) =>
            folder.Hashes().Where(pair => pair.Key.EndsWith(".jpg", StringComparison.Ordinal) || pair.Key.Contains("expansion")).Select(pair => pair.Value);
    }

    [Fact]
    public async Task All_thirteen_tables_are_there_and_name_existing_records_and_files()
    {
        using SyntheticFolder folder = new();
        await new SyntheticWorldWriter(folder.Options).WriteAsync();
        string[] tables =
        [
            "attribute", "calibrated_sensor", "category", "ego_pose", "instance", "log", "map", "sample", "sample_annotation", "sample_data",
            "scene", "sensor", "visibility",
        ];
        Assert.Equal(tables, Directory.GetFiles(Path.Combine(folder.Root, "v1.0-mini")).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

        AssertRefersTo(folder, "sample_data", "sample_token", "sample");
        AssertRefersTo(folder, "sample_data", "ego_pose_token", "ego_pose");
        AssertRefersTo(folder, "sample_data", "calibrated_sensor_token", "calibrated_sensor");
        AssertRefersTo(folder, "calibrated_sensor", "sensor_token", "sensor");
        AssertRefersTo(folder, "sample", "scene_token", "scene");
        AssertRefersTo(folder, "scene", "log_token", "log");
        AssertRefersTo(folder, "scene", "first_sample_token", "sample");
        AssertRefersTo(folder, "scene", "last_sample_token", "sample");
        Assert.All(folder.Table("sample_data").EnumerateArray(), record => Assert.True(File.Exists(Path.Combine(folder.Root, Text(record, "filename")))));
        Assert.All(folder.Table("map").EnumerateArray(), record => Assert.True(File.Exists(Path.Combine(folder.Root, Text(record, "filename")))));
    }

    [Fact]
    public async Task Every_sample_has_a_key_frame_of_every_sensor_with_an_ego_pose_of_its_own()
    {
        using SyntheticFolder folder = new();
        await new SyntheticWorldWriter(folder.Options).WriteAsync();
        Assert.All(
            folder.Table("sample_data").EnumerateArray().GroupBy(record => Text(record, "sample_token")),
            records => Assert.Equal(7, records.Select(record => Text(record, "ego_pose_token")).Distinct().Count()));
        Assert.Equal(4 * 3, folder.Table("sample").GetArrayLength());
        Assert.All(folder.Table("ego_pose").EnumerateArray(), pose => Assert.Equal(0, pose.GetProperty("translation")[2].GetDouble()));
    }

    [Fact]
    public async Task Images_have_the_size_that_their_records_state()
    {
        using SyntheticFolder folder = new();
        await new SyntheticWorldWriter(folder.Options with { SamplesPerScene = 1 }).WriteAsync();
        Assert.All(
            folder.Table("sample_data").EnumerateArray().Where(record => Text(record, "fileformat") == "jpg"),
            record =>
            {
                using SKCodec codec = SKCodec.Create(Path.Combine(folder.Root, Text(record, "filename")));
                Assert.Equal(record.GetProperty("width").GetInt32(), codec.Info.Width);
                Assert.Equal(record.GetProperty("height").GetInt32(), codec.Info.Height);
            });
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_refused_and_left_alone()
    {
        using SyntheticFolder folder = new();
        Directory.CreateDirectory(folder.Root);
        string precious = Path.Combine(folder.Root, "precious.txt");
        await File.WriteAllTextAsync(precious, "mine");
        MapDetException refusal = await Assert.ThrowsAsync<MapDetException>(
            () => new SyntheticWorldWriter(folder.Options with { Overwrite = true }).WriteAsync());
        Assert.Contains(folder.Root, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(precious, Assert.Single(Directory.EnumerateFileSystemEntries(folder.Root)));
    }

    [Fact]
    public async Task An_earlier_synthetic_data_set_is_replaced_only_if_that_is_allowed()
    {
        using SyntheticFolder folder = new();
        SynthesisOptions options = folder.Options with { SamplesPerScene = 1 };
        await new SyntheticWorldWriter(options).WriteAsync();
        await Assert.ThrowsAsync<MapDetException>(() => new SyntheticWorldWriter(options).WriteAsync());
        await new SyntheticWorldWriter(options with { Overwrite = true, SamplesPerScene = 2 }).WriteAsync();
        Assert.Equal(8, folder.Table("sample").GetArrayLength());
    }

    [Fact]
    public async Task A_cancelled_run_leaves_no_tables()
    {
        using SyntheticFolder folder = new();
        using CancellationTokenSource source = new();
        Task run = new SyntheticWorldWriter(folder.Options).WriteAsync(new Immediately(() => source.Cancel()), source.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.False(Directory.Exists(Path.Combine(folder.Root, "v1.0-mini")));
    }

    [Theory]
    [InlineData("scene-0000", "boston-seaport")]
    [InlineData("scene-0061", "atlantis")]
    public void Names_that_nuScenes_does_not_know_are_refused(string scene, string location)
    {
        using SyntheticFolder folder = new();
        MapDetException refusal = Assert.Throws<MapDetException>(
            () => new SyntheticWorldWriter(folder.Options with { Scenes = [new SyntheticScene(scene, location)] }));
        Assert.Contains(scene == "scene-0000" ? scene : location, refusal.Message, StringComparison.Ordinal);
    }

    private static void AssertRefersTo(SyntheticFolder folder, string table, string field, string target)
    {
        HashSet<string> tokens = [.. folder.Table(target).EnumerateArray().Select(record => Text(record, "token"))];
        Assert.All(folder.Table(table).EnumerateArray(), record => Assert.Contains(Text(record, field), tokens));
    }

    private static string Text(JsonElement record, string field) => record.GetProperty(field).GetString()!;

    private sealed class Immediately(Action action) : IProgress<SynthesisProgress>
    {
        public void Report(SynthesisProgress value) => action();
    }
}
