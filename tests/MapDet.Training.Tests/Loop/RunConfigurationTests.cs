using System.Text.Json.Nodes;
using MapDet.Core;
using MapDet.Core.Detection;
using MapDet.Training.Loop;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Training.Tests.Loop;

public sealed class RunConfigurationTests
{
    [Fact]
    public void What_was_saved_is_loaded_again()
    {
        using TemporaryFolder folder = new();
        TrainingOptions training = TrainingPresets.Get("tiny") with { Epochs = 7, MaxDuration = TimeSpan.FromMinutes(3), MaxSteps = null };
        MapDetOptions model = ModelPresets.Get("tiny");
        Dictionary<string, JsonNode?> sections = new() { ["data"] = new JsonObject { ["root"] = "/data" } };
        new RunConfiguration(model, training, sections).Save(folder["config.json"]);

        RunConfiguration loaded = RunConfiguration.Load(folder["config.json"]);

        Assert.Equal(training, loaded.Training);
        Assert.Equal(MapDetOptionsJson.Serialize(model), MapDetOptionsJson.Serialize(loaded.Model));
        Assert.Equal("/data", (string?)loaded.Sections["data"]!["root"]);
    }

    [Fact]
    public void What_a_file_does_not_mention_is_as_in_its_preset()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["c.json"], """{ "preset": "tiny", "training": { "epochs": 3 }, "model": { "decoder": { "numLayers": 2 } } }""");

        RunConfiguration loaded = RunConfiguration.Load(folder["c.json"]);

        Assert.Equal(TrainingPresets.Get("tiny") with { Epochs = 3 }, loaded.Training);
        Assert.Equal(2, loaded.Model.Decoder.NumLayers);
        Assert.Equal(ModelPresets.Get("tiny").Decoder.HiddenSize, loaded.Model.Decoder.HiddenSize);
    }

    [Theory]
    [InlineData("""{ "training": { "epoch": 3 } }""", "epoch")]
    [InlineData("""{ "preset": "tiny", "training": { "epochs": "many" } }""", "epochs")]
    [InlineData("""{ "preset": 3 }""", "preset")]
    [InlineData("""[1]""", "object")]
    [InlineData("""{ "training": [] }""", "training")]
    [InlineData("nothing", "nothing")]
    public void A_file_with_a_fault_is_refused_by_name(string text, string fault)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["c.json"], text);

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => RunConfiguration.Load(folder["c.json"]));

        Assert.StartsWith(folder["c.json"], e.Message, StringComparison.Ordinal);
        Assert.Contains(fault, e.Message, StringComparison.OrdinalIgnoreCase);
    }
}
