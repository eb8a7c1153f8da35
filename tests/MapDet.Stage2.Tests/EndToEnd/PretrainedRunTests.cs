using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;

namespace MapDet.Stage2.Tests.EndToEnd;

/// <summary>The preset of the real model, made small by small checkpoints in the real layout.</summary>
[Collection(SmallWorldTests.Name)]
public sealed class PretrainedRunTests : IDisposable
{
    /// <summary>The sizes that no checkpoint brings.</summary>
    internal const string SmallModel = """
        {"preset": "blip2-vicuna-7b",
         "model": {"images": {"width": 56, "height": 28}, "queries": {"numInstances": 3},
                   "decoder": {"hiddenSize": 16, "numLayers": 2, "numAttentionHeads": 2, "intermediateSize": 16, "sampledChannels": 4}},
         "training": {"batchSize": 2, "device": "cpu"}}
        """;

    private readonly SmallWorld _world;
    private readonly TemporaryFolder _folder = new();
    private readonly string _language;
    private readonly string _blip2;
    private readonly string _config;

    public PretrainedRunTests(SmallWorld world)
    {
        _world = world;
        _language = _folder.File("vicuna");
        _blip2 = _folder.File("blip2");
        _config = _folder.File("small.json");
        TinyCheckpoints.WriteLanguage(_language, Path.Combine(AppContext.BaseDirectory, "Golden", "tokenizer.model"));
        TinyCheckpoints.WriteBlip2(_blip2);
        File.WriteAllText(_config, SmallModel);
    }

    private string[] Checkpoints => ["--config", _config, "--llm-path", _language, "--qformer-pretrained", _blip2];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Verify_passes_on_checkpoints_in_the_real_formats()
    {
        ProgramResult result = await MapDetProgram.RunAsync(["verify", .. _world.Data, .. Checkpoints]);

        result.Expect(ExitCode.Success);
        Assert.EndsWith("All core tests passed!", result.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_trained_resumed_and_scored_with_frozen_parts_that_stay_where_they_are()
    {
        string run = _folder.File("run");
        string[] train = ["train", .. _world.Data, .. Checkpoints, "--output-dir", run, "--num-workers", "1", "--save-steps", "1"];
        ProgramResult first = await MapDetProgram.RunAsync([.. train, "--max-steps", "1"]);
        ProgramResult second = await MapDetProgram.RunAsync(["train", "--config", Path.Combine(run, "config.json"), "--output-dir", run, "--resume", "auto", "--max-steps", "2"]);
        string moved = _folder.File("moved");
        Directory.Move(_language, moved);
        string[] eval = ["eval", "--checkpoint", run, "--dataroot", _world.Root, "--version", "v1.0-mini", "--split", "val"];
        ProgramResult lost = await MapDetProgram.RunAsync(eval);
        ProgramResult found = await MapDetProgram.RunAsync([.. eval, "--llm-path", moved]);

        first.Expect(ExitCode.Success);
        Assert.Contains("language_model from", first.Output, StringComparison.Ordinal);
        second.Expect(ExitCode.Success);
        Assert.False(File.Exists(Path.Combine(run, "frozen.safetensors")));
        using (SafetensorsFile best = SafetensorsFile.Open(Path.Combine(run, "final_model.safetensors")))
        {
            Assert.DoesNotContain(best.Names, name => name.StartsWith("language_model.", StringComparison.Ordinal));
        }

        lost.Expect(ExitCode.BadInput);
        Assert.Contains("--llm-path", lost.Error, StringComparison.Ordinal);
        found.Expect(ExitCode.Success);
    }

    [Fact]
    public async Task Going_on_with_another_language_model_is_refused()
    {
        string run = _folder.File("run");
        string[] train = ["train", .. _world.Data, .. Checkpoints, "--output-dir", run, "--num-workers", "1"];
        (await MapDetProgram.RunAsync([.. train, "--max-steps", "1"])).Expect(ExitCode.Success);
        Directory.Delete(_language, recursive: true);
        TinyCheckpoints.WriteLanguage(_language, Path.Combine(AppContext.BaseDirectory, "Golden", "tokenizer.model"), seed: 9);

        ProgramResult result = await MapDetProgram.RunAsync([.. train, "--max-steps", "2", "--resume", "auto"]);

        result.Expect(ExitCode.BadInput);
        Assert.Contains("another one", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--llm-path is missing")]
    [InlineData("mapdet download lmsys/vicuna-7b-v1.5")]
    public async Task Without_a_language_model_the_real_preset_says_how_to_get_one(string expected)
    {
        ProgramResult result = await MapDetProgram.RunAsync(["train", .. _world.Data, "--config", _config, "--qformer-pretrained", _blip2]);

        result.Expect(ExitCode.BadInput);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_that_lacks_a_tensor_stops_the_run_before_anything_is_written()
    {
        string index = Path.Combine(_language, "model.safetensors.index.json");
        File.WriteAllText(index, File.ReadAllText(index).Replace("model.norm.weight", "model.norm.bias", StringComparison.Ordinal));
        string run = _folder.File("run");

        ProgramResult result = await MapDetProgram.RunAsync(["train", .. _world.Data, .. Checkpoints, "--output-dir", run]);

        result.Expect(ExitCode.BadInput);
        Assert.Contains("model.norm.bias", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(run) ? Directory.GetFiles(run, "*.safetensors") : []);
    }
}
