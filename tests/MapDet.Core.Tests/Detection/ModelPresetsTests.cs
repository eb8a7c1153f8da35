using MapDet.Core.Detection;
using MapDet.Core.Losses;

namespace MapDet.Core.Tests.Detection;

public sealed class ModelPresetsTests
{
    [Theory]
    [InlineData("tiny")]
    [InlineData("small")]
    [InlineData("blip2-vicuna-7b")]
    public void Every_preset_is_consistent_and_survives_JSON(string name)
    {
        MapDetOptions options = ModelPresets.Get(name);

        string json = MapDetOptionsJson.Serialize(options, isIndented: true);
        MapDetOptions read = MapDetOptionsJson.Deserialize(json, "config.json");

        Assert.Equal(name, read.Preset);
        Assert.Empty(MapDetOptionsValidator.FindFaults(options));
        Assert.Equal(json, MapDetOptionsJson.Serialize(read, isIndented: true));
    }

    [Theory]
    [InlineData(-0.4)]
    [InlineData(1.4)]
    [InlineData(double.NaN)]
    public void A_fraction_outside_of_its_range_is_named(double alpha)
    {
        MapDetOptions options = ModelPresets.Get("tiny");

        IReadOnlyList<string> faults = MapDetOptionsValidator.FindFaults(options with { Criterion = options.Criterion with { FocalAlpha = alpha } });

        Assert.Contains("FocalAlpha", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void The_criterion_is_chosen_by_name()
    {
        const string Json = """{"criterion": {"kind": "original", "pointOrders": "vertexShifts", "original": {"directionWeight": 0.5, "keepsDefects": true}}}""";

        CriterionOptions criterion = MapDetOptionsJson.Deserialize(Json, "config.json").Criterion;

        Assert.Equal((CriterionKind.Original, PointOrderPattern.VertexShifts), (criterion.Kind, criterion.PointOrders));
        Assert.Equal(new OriginalCriterionOptions { DirectionWeight = 0.5, KeepsDefects = true }, criterion.Original);
    }

    [Fact]
    public void A_weight_of_the_original_loss_out_of_range_is_named()
    {
        MapDetOptions options = ModelPresets.Get("tiny");
        CriterionOptions criterion = options.Criterion with { Original = new OriginalCriterionOptions { InnerLayerWeight = -1 } };

        IReadOnlyList<string> faults = MapDetOptionsValidator.FindFaults(options with { Criterion = criterion });

        Assert.StartsWith("Criterion.Original.InnerLayerWeight", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_preset_is_refused_with_the_names_there_are()
    {
        MapDetException e = Assert.Throws<MapDetException>(() => ModelPresets.Get("huge"));

        Assert.Contains("tiny, small, blip2-vicuna-7b", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_real_model_says_what_it_needs()
    {
        MapDetException e = Assert.Throws<MapDetException>(() => new MapDetModelFactory().Create(ModelPresets.Get("blip2-vicuna-7b")));

        Assert.Contains("the folder of a checkpoint", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_do_not_fit_together_are_named()
    {
        MapDetOptions tiny = ModelPresets.Get("tiny");
        MapDetOptions odd = tiny with { QFormer = tiny.QFormer with { NumAttentionHeads = 5 }, Decoder = tiny.Decoder with { SamplingStride = 5 } };

        MapDetException e = Assert.Throws<MapDetException>(() => new MapDetModelFactory().Create(odd));

        Assert.Contains("QFormer.NumAttentionHeads", e.Message, StringComparison.Ordinal);
        Assert.Contains("Decoder.SamplingStride", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        MapDetOptions tiny = ModelPresets.Get("tiny");

        MapDetException e = Assert.Throws<MapDetException>(
            () => MapDetOptionsValidator.Validate(tiny with { Language = tiny.Language with { NumHiddenLayers = 0 } }));

        Assert.Contains("Language.NumHiddenLayers", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "can't be read")]
    [InlineData("""{"presett": "tiny"}""", "presett")]
    [InlineData("null", "null")]
    public void Unfit_JSON_is_refused_with_its_source(string json, string problem)
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => MapDetOptionsJson.Deserialize(json, "config.json"));

        Assert.StartsWith("config.json", e.Message, StringComparison.Ordinal);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }
}
