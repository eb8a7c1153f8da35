using System.Text.Json.Nodes;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;

namespace MapDet.Stage2.Tests.EndToEnd;

/// <summary>Language models of few bits, whose layers are computed again, from the command line.</summary>
[Collection(SmallWorldTests.Name)]
public sealed class LanguageWeightsTests(SmallWorld world) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("int8")]
    [InlineData("nf4")]
    public async Task A_run_says_how_its_weights_are_kept_goes_on_and_is_scored(string weights)
    {
        string run = _folder.File("run");
        ProgramResult first = await MapDetProgram.RunAsync([.. world.Training(run, 2), "--save-steps", "1", "--llm-weights", weights, "--checkpoint-activations"]);
        string config = Path.Combine(run, "config.json");
        ProgramResult second = await MapDetProgram.RunAsync(["train", "--config", config, "--output-dir", run, "--resume", "auto", "--max-steps", "3"]);
        ProgramResult other = await MapDetProgram.RunAsync(
            ["train", "--config", config, "--output-dir", run, "--resume", "auto", "--max-steps", "4", "--llm-weights", "float"]);
        ProgramResult eval = await MapDetProgram.RunAsync(["eval", "--checkpoint", run, .. world.Data, "--split", "val", "--gt-cache", world.ValidationCache]);

        Assert.All([first, second, eval], result => result.Expect(ExitCode.Success));
        JsonNode written = JsonNode.Parse(File.ReadAllText(config))!;
        Assert.Equal(weights, (string?)written["model"]!["language"]!["weights"]);
        Assert.True((bool?)written["training"]!["checkpointActivations"]);
        other.Expect(ExitCode.BadInput);
        using SafetensorsFile frozen = SafetensorsFile.Open(Path.Combine(run, "frozen.safetensors"));
        Assert.Contains("language_model.model.layers.0.self_attn.q_proj.weight_codes", frozen.Names);
    }

    [Fact]
    public async Task A_language_model_from_a_checkpoint_is_encoded_at_each_start()
    {
        string language = _folder.File("vicuna");
        string blip2 = _folder.File("blip2");
        string config = _folder.File("small.json");
        string run = _folder.File("run");
        TinyCheckpoints.WriteLanguage(language, Path.Combine(AppContext.BaseDirectory, "Golden", "tokenizer.model"));
        TinyCheckpoints.WriteBlip2(blip2);
        File.WriteAllText(config, PretrainedRunTests.SmallModel);
        string[] checkpoints = ["--config", config, "--llm-path", language, "--qformer-pretrained", blip2, "--llm-weights", "nf4"];

        ProgramResult verified = await MapDetProgram.RunAsync(["verify", .. world.Data, .. checkpoints, "--checkpoint-activations"]);
        ProgramResult trained = await MapDetProgram.RunAsync(["train", .. world.Data, .. checkpoints, "--output-dir", run, "--num-workers", "1", "--max-steps", "1"]);
        ProgramResult resumed = await MapDetProgram.RunAsync(
            ["train", "--config", Path.Combine(run, "config.json"), "--output-dir", run, "--resume", "auto", "--max-steps", "2"]);
        ProgramResult scored = await MapDetProgram.RunAsync(["eval", "--checkpoint", run, .. world.Data, "--split", "val"]);

        Assert.All([verified, trained, resumed, scored], result => result.Expect(ExitCode.Success));
        Assert.False(File.Exists(Path.Combine(run, "frozen.safetensors")));
        using SafetensorsFile final = SafetensorsFile.Open(Path.Combine(run, "final_model.safetensors"));
        Assert.Contains("\"weights\":\"nf4\"", final.Metadata["mapdet.options"], StringComparison.Ordinal);
        Assert.DoesNotContain(final.Names, name => name.StartsWith("language_model.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_form_of_weights_is_refused_with_those_there_are()
    {
        ProgramResult result = await MapDetProgram.RunAsync(["verify", "--preset", "tiny", "--llm-weights", "int4"]);

        result.Expect(ExitCode.BadInput);
        Assert.Contains("float, int8, nf4", result.Error, StringComparison.Ordinal);
    }
}
