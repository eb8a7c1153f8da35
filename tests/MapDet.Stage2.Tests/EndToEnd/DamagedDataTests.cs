using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;

namespace MapDet.Stage2.Tests.EndToEnd;

/// <summary>What the file system itself does wrong, seen through the commands.</summary>
[Collection(SmallWorldTests.Name)]
public sealed class DamagedDataTests(SmallWorld world) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public async Task A_cache_on_a_full_device_is_refused_and_the_device_stays()
    {
        ProgramResult result = await MakeCache(world.Root, "/dev/full");

        ExpectMessage(result, "/dev/full");
        Assert.False(Directory.Exists("/dev/full.parts"));
    }

    [UnixFact]
    public async Task A_folder_that_can_not_be_written_is_named()
    {
        ProgramResult result = await MakeCache(world.Root, "/proc/nowhere/train.arrow");

        ExpectMessage(result, "/proc/nowhere/train.arrow");
    }

    [UnixFact]
    public async Task A_table_that_links_to_itself_is_named_and_nothing_is_written()
    {
        string root = CopyTables();
        string scene = Path.Combine(root, "v1.0-mini", "scene.json");
        File.Delete(scene);
        File.CreateSymbolicLink(scene, scene);

        ProgramResult result = await MakeCache(root, _folder.File("train.arrow"));

        ExpectMessage(result, scene);
        Assert.False(File.Exists(_folder.File("train.arrow")));
    }

    [Theory]
    [InlineData("scene")]
    [InlineData("sample_data")]
    [InlineData("ego_pose")]
    [InlineData("map")]
    public async Task A_table_of_no_bytes_is_named_and_nothing_is_written(string table)
    {
        string root = CopyTables();
        string path = Path.Combine(root, "v1.0-mini", table + ".json");
        File.WriteAllBytes(path, []);

        ProgramResult result = await MakeCache(root, _folder.File("train.arrow"));

        ExpectMessage(result, path);
        Assert.Equal([root], Directory.GetFileSystemEntries(_folder.Path));
    }

    [UnixFact]
    public async Task An_export_to_a_full_disk_fails_with_the_path()
    {
        ProgramResult result = await MapDetProgram.RunAsync("export", "--gt-cache", world.TrainCache, "--format", "maptr", "--output", "/dev/full");

        result.Expect(ExitCode.Failure);
        Assert.Contains("/dev/full", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspecting_a_cache_shows_how_its_elements_spread()
    {
        ProgramResult result = await MapDetProgram.RunAsync("inspect", world.TrainCache);

        result.Expect(ExitCode.Success);
        Assert.All(
            ["divider", "ped_crossing", "boundary", "lengths, metres", "60 or more", "empty"],
            part => Assert.Contains(part, result.Output, StringComparison.Ordinal));
    }

    private static Task<ProgramResult> MakeCache(string dataRoot, string output) =>
        MapDetProgram.RunAsync("gt-cache", "--dataroot", dataRoot, "--version", "v1.0-mini", "--split", "train", "--output", output);

    private static void ExpectMessage(ProgramResult result, string path)
    {
        result.Expect(ExitCode.BadInput);
        Assert.Contains($"mapdet: {path}", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    private string CopyTables()
    {
        string root = _folder.File("root");
        foreach (string folder in (string[])["v1.0-mini", Path.Combine("maps", "expansion")])
        {
            Directory.CreateDirectory(Path.Combine(root, folder));
            foreach (string file in Directory.GetFiles(Path.Combine(world.Root, folder)))
            {
                File.Copy(file, Path.Combine(root, folder, Path.GetFileName(file)));
            }
        }

        return root;
    }
}
