using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;

namespace MapDet.Stage2.Tests.EndToEnd;

[Collection(SmallWorldTests.Name)]
public sealed class BadInputTests(SmallWorld world) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_unknown_preset_is_answered_with_those_there_are()
    {
        ProgramResult result = await MapDetProgram.RunAsync(["train", .. world.Data, "--preset", "huge"]);

        ExpectMessage(result, "'huge'", "tiny");
    }

    [Fact]
    public async Task A_missing_data_root_is_named()
    {
        string nowhere = _folder.File("nowhere");

        ProgramResult result = await MapDetProgram.RunAsync("train", "--dataroot", nowhere, "--version", "v1.0-mini", "--preset", "tiny");

        ExpectMessage(result, nowhere, "no such folder");
    }

    [Fact]
    public async Task A_missing_flag_is_named()
    {
        ProgramResult result = await MapDetProgram.RunAsync("train", "--preset", "tiny");

        ExpectMessage(result, "--dataroot is missing");
    }

    [Fact]
    public async Task A_damaged_cache_is_named_and_left_alone()
    {
        string cache = _folder.File("train.arrow");
        byte[] bytes = File.ReadAllBytes(world.TrainCache);
        File.WriteAllBytes(cache, bytes[..(bytes.Length / 2)]);

        ProgramResult train = await MapDetProgram.RunAsync(
            ["train", .. world.Data, "--preset", "tiny", "--vision-path", world.VisionTower, "--gt-cache-train", cache, "--output-dir", _folder.File("run")]);
        ProgramResult inspect = await MapDetProgram.RunAsync("inspect", cache);

        ExpectMessage(train, cache);
        ExpectMessage(inspect, cache);
        Assert.Equal(bytes.Length / 2, new FileInfo(cache).Length);
    }

    [Fact]
    public async Task A_cache_of_another_split_is_refused()
    {
        ProgramResult result = await MapDetProgram.RunAsync(
            ["verify", .. world.Data, "--preset", "tiny", "--gt-cache-train", world.ValidationCache, "--gt-cache-val", world.ValidationCache]);

        ExpectMessage(result, world.ValidationCache, "split");
    }

    [Theory]
    [InlineData("--batch-size", "0")]
    [InlineData("--device", "tpu")]
    [InlineData("--precision", "fp8")]
    [InlineData("--resume", "auto")]
    [InlineData("--llm-path", "vicuna")]
    [InlineData("--qformer-pretrained", "blip2")]
    public async Task A_flag_that_can_not_be_used_is_refused(string flag, string value)
    {
        ProgramResult result = await MapDetProgram.RunAsync(["train", .. world.Data, "--preset", "tiny", flag, value]);

        result.Expect(ExitCode.BadInput);
    }

    [Fact]
    public async Task A_configuration_with_an_unknown_setting_is_refused()
    {
        string config = _folder.File("config.json");
        File.WriteAllText(config, """{ "preset": "tiny", "training": { "epoch": 3 } }""");

        ProgramResult result = await MapDetProgram.RunAsync(["train", .. world.Data, "--config", config]);

        ExpectMessage(result, config, "'epoch'");
    }

    [Theory]
    [InlineData("train")]
    [InlineData("demo")]
    public async Task A_launch_under_mpirun_is_refused(string command)
    {
        ProgramResult result = await MapDetProgram.RunAsync([command], new Dictionary<string, string> { ["OMPI_COMM_WORLD_SIZE"] = "2" });

        ExpectMessage(result, "mpirun", "one process only");
    }

    [Fact]
    public async Task A_checkpoint_that_is_none_is_named()
    {
        ProgramResult result = await MapDetProgram.RunAsync(["eval", "--checkpoint", _folder.Path, .. world.Data, "--split", "val"]);

        ExpectMessage(result, _folder.Path);
    }

    [Fact]
    public async Task The_demo_leaves_a_folder_alone_that_is_not_its_own()
    {
        File.WriteAllText(_folder.File("thesis.txt"), "precious");

        ProgramResult result = await MapDetProgram.RunAsync("demo", "--output", _folder.Path, "--steps", "1");

        ExpectMessage(result, _folder.Path, "left alone");
    }

    private static void ExpectMessage(ProgramResult result, params string[] parts)
    {
        result.Expect(ExitCode.BadInput);
        Assert.StartsWith("mapdet: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, result.Error, StringComparison.Ordinal));
    }
}
