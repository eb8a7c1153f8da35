using System.Text.Json;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;

namespace MapDet.Stage2.Tests.EndToEnd;

[Collection(SmallWorldTests.Name)]
public sealed class WholePathTests(SmallWorld world) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Verify_ends_with_the_line_that_says_so()
    {
        ProgramResult result = await MapDetProgram.RunAsync(
            ["verify", .. world.Data, "--gt-cache-train", world.TrainCache, "--gt-cache-val", world.ValidationCache, "--preset", "tiny", "--batch-size", "2"]);

        result.Expect(ExitCode.Success);
        Assert.Equal("All core tests passed!", result.Output.TrimEnd().Split('\n')[^1].Trim());
        Assert.Contains("gradient norms QFormer", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trained_model_can_be_evaluated_run_and_drawn_from_its_folder()
    {
        string run = _folder.File("run");
        (await MapDetProgram.RunAsync(world.Training(run, 3))).Expect(ExitCode.Success);
        string metrics = _folder.File("metrics.json");
        string predictions = _folder.File("nuscmap_results.json");
        string annotations = _folder.File("nuscenes_map_anns_val.json");
        string[] split = [.. world.Data, "--split", "val", "--gt-cache", world.ValidationCache];

        ProgramResult eval = await MapDetProgram.RunAsync(["eval", "--checkpoint", run, .. split, "--output", metrics, "--curves", _folder.File("curves")]);
        ProgramResult predict = await MapDetProgram.RunAsync(["predict", "--checkpoint", run, .. split, "--output", predictions, "--geojson", _folder.File("geo")]);
        ProgramResult export = await MapDetProgram.RunAsync("export", "--gt-cache", world.ValidationCache, "--format", "maptr", "--output", annotations);
        ProgramResult files = await MapDetProgram.RunAsync("eval", "--predictions", predictions, "--annotations", annotations);
        ProgramResult draw = await MapDetProgram.RunAsync(["visualize", "--checkpoint", run, .. split, "--output", _folder.File("pictures"), "--samples", "1", "--min-score", "0"]);

        Assert.All([eval, predict, export, files, draw], result => result.Expect(ExitCode.Success));
        Assert.Equal(MeanRow(eval.Output), MeanRow(files.Output));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(metrics));
        Assert.Equal(4, json.RootElement.GetProperty("samples").GetInt32());
        Assert.Equal("mini_val", json.RootElement.GetProperty("split").GetString());
        Assert.Equal(
            json.RootElement.GetProperty("mAP").GetDouble(),
            JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "metrics.json"))).RootElement.GetProperty("mAP").GetDouble(),
            1e-9);
        Assert.True(File.Exists(Path.Combine(run, "curves.png")));
        Assert.Equal(4, Directory.GetFiles(_folder.File("curves")).Length);
        Assert.Equal(4, Directory.GetFiles(_folder.File("geo"), "*.geojson").Length);
        Assert.Equal(2, Directory.GetFiles(_folder.File("pictures"), "*.png").Length);
    }

    [Fact]
    public async Task Samples_of_the_training_are_scored_only_when_the_user_insists()
    {
        string run = _folder.File("run");
        (await MapDetProgram.RunAsync(world.Training(run, 1))).Expect(ExitCode.Success);
        string[] eval = ["eval", "--checkpoint", Path.Combine(run, "checkpoint_step_1"), .. world.Data, "--split", "train", "--gt-cache", world.TrainCache];

        ProgramResult refused = await MapDetProgram.RunAsync(eval);
        ProgramResult insisted = await MapDetProgram.RunAsync([.. eval, "--allow-train-samples"]);

        refused.Expect(ExitCode.BadInput);
        Assert.Contains("trained on 4 of the 4 samples", refused.Error, StringComparison.Ordinal);
        insisted.Expect(ExitCode.Success);
    }

    [Fact]
    public async Task A_cache_alone_is_enough_for_pictures_of_the_ground_truth()
    {
        ProgramResult result = await MapDetProgram.RunAsync("visualize", "--gt-cache", world.ValidationCache, "--output", _folder.Path, "--samples", "2");

        result.Expect(ExitCode.Success);
        Assert.Equal(2, Directory.GetFiles(_folder.Path, "*_bev.png").Length);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*_cameras.png"));
    }

    [Theory]
    [InlineData("maptr", "GTs")]
    [InlineData("json", "samples")]
    [InlineData("geojson", "features")]
    public async Task Ground_truth_is_exported_in_every_format(string format, string list)
    {
        string path = _folder.File("out.json");

        ProgramResult result = await MapDetProgram.RunAsync("export", "--gt-cache", world.ValidationCache, "--format", format, "--output", path);

        result.Expect(ExitCode.Success);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path));
        Assert.NotEqual(0, json.RootElement.GetProperty(list).GetArrayLength());
    }

    [Fact]
    public async Task A_cache_that_fits_is_left_as_it_is()
    {
        DateTime before = File.GetLastWriteTimeUtc(world.TrainCache);

        ProgramResult result = await MapDetProgram.RunAsync(["gt-cache", .. world.Data, "--split", "train", "--output", world.TrainCache]);

        result.Expect(ExitCode.Success);
        Assert.Contains("is there already and fits", result.Output, StringComparison.Ordinal);
        Assert.Equal(before, File.GetLastWriteTimeUtc(world.TrainCache));
    }

    [Fact]
    public async Task Without_a_vision_tower_training_makes_one_first_and_says_so()
    {
        string run = _folder.File("run");
        string[] training = [.. world.Training(run, 1).Where(a => a != "--vision-path" && a != world.VisionTower), "--vision-steps", "1"];

        ProgramResult result = await MapDetProgram.RunAsync(training);

        result.Expect(ExitCode.Success);
        Assert.Contains("the vision tower of 'tiny' is pre-trained first", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(run, "vision.safetensors")));
    }

    [Fact]
    public async Task The_configuration_of_a_run_repeats_it_and_a_flag_wins_over_it()
    {
        string first = _folder.File("first");
        string second = _folder.File("second");
        (await MapDetProgram.RunAsync(world.Training(first, 1))).Expect(ExitCode.Success);

        ProgramResult result = await MapDetProgram.RunAsync(
            "train", "--config", Path.Combine(first, "config.json"), "--output-dir", second, "--lr-decoder", "0.0005");

        result.Expect(ExitCode.Success);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(second, "config.json")));
        Assert.Equal("tiny", json.RootElement.GetProperty("preset").GetString());
        Assert.Equal(0.0005, json.RootElement.GetProperty("training").GetProperty("decoderRate").GetDouble());
        Assert.Equal(2, json.RootElement.GetProperty("training").GetProperty("batchSize").GetInt32());
        Assert.Equal(world.Root, json.RootElement.GetProperty("data").GetProperty("dataRoot").GetString());
    }

    private static string MeanRow(string output) => output.Split('\n').Single(l => l.StartsWith("mAP", StringComparison.Ordinal)).Trim();
}
