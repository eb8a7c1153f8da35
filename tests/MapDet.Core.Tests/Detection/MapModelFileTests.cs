using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Language;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Detection;

public sealed class MapModelFileTests : IDisposable
{
    private static readonly MapDetOptions s_options = ModelPresets.Get(ModelPresets.Tiny);
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly TemporaryFolder _folder = new();
    private readonly IMapModel _model = new MapDetModelFactory().Create(s_options, seed: 11);

    [Fact]
    public void A_self_contained_file_gives_the_same_outputs_options_and_metadata()
    {
        string path = _folder.File("model.safetensors");
        MapModelFile.Save(path, _model, includeFrozen: true, new Dictionary<string, string> { ["hash"] = "abc" });

        using LoadedMapModel loaded = MapModelFile.Load(path);

        Assert.Equal("abc", loaded.Metadata["hash"]);
        Assert.Equal(MapDetOptionsJson.Serialize(s_options), MapDetOptionsJson.Serialize(loaded.Model.Options));
        AssertEqualOutputs(loaded.Model);
    }

    [Fact]
    public void Frozen_parts_may_lie_in_a_file_of_their_own()
    {
        string path = _folder.File("model.safetensors");
        string frozen = _folder.File("frozen.safetensors");
        MapModelFile.Save(path, _model, includeFrozen: false);
        SafetensorsWriter.Write(frozen, _model.Frozen);

        using LoadedMapModel loaded = MapModelFile.Load(path, [frozen]);

        AssertEqualOutputs(loaded.Model);
    }

    [Theory]
    [InlineData(LanguageWeights.Int8)]
    [InlineData(LanguageWeights.Nf4)]
    public void Weights_of_few_bits_are_kept_as_they_are(LanguageWeights weights)
    {
        string path = _folder.File("model.safetensors");
        using IMapModel model = new MapDetModelFactory().Create(s_options with { Language = s_options.Language with { Weights = weights } }, seed: 11);
        MapModelFile.Save(path, model, includeFrozen: true);

        using LoadedMapModel loaded = MapModelFile.Load(path);

        Assert.Equal(weights, loaded.Model.Options.Language.Weights);
        Assert.Equal(Output(model), Output(loaded.Model));
        Assert.NotEqual(Output(_model), Output(loaded.Model));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Contains("language_model.model.layers.0.mlp.up_proj.weight_codes", file.Names);
        Assert.DoesNotContain("language_model.model.layers.0.mlp.up_proj.weight", file.Names);
    }

    [Fact]
    public void Frozen_parts_with_weights_of_another_form_are_refused()
    {
        string path = _folder.File("model.safetensors");
        string frozen = _folder.File("frozen.safetensors");
        using IMapModel model = new MapDetModelFactory().Create(s_options with { Language = s_options.Language with { Weights = LanguageWeights.Nf4 } }, seed: 11);
        MapModelFile.Save(path, model, includeFrozen: false);
        SafetensorsWriter.Write(frozen, _model.Frozen);

        Assert.Throws<InvalidInputException>(() => MapModelFile.Load(path, [frozen]));
    }

    [Fact]
    public void A_file_without_frozen_parts_is_not_enough_and_says_so()
    {
        string path = _folder.File("model.safetensors");
        MapModelFile.Save(path, _model, includeFrozen: false);

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => MapModelFile.Load(path));

        Assert.Contains("frozen tensors", e.Message, StringComparison.Ordinal);
        Assert.Contains("vision_model.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_options_is_no_model_file()
    {
        string path = _folder.File("model.safetensors");
        SafetensorsWriter.Write(path, _model.Frozen);

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => MapModelFile.Load(path));

        Assert.Contains(MapModelFile.OptionsKey, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_lacks_a_trained_tensor_is_refused()
    {
        string path = _folder.File("model.safetensors");
        SafetensorsWriter.Write(
            path,
            _model.TrainedGroups.SelectMany(g => g.Parameters).Skip(1).Concat(_model.Frozen),
            new Dictionary<string, string> { [MapModelFile.OptionsKey] = MapDetOptionsJson.Serialize(s_options) });

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => MapModelFile.Load(path));

        Assert.Contains("missing: 1 (query_tokens)", e.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
        _scope.Dispose();
    }

    private void AssertEqualOutputs(IMapModel other)
    {
        LayerPrediction expected = Predict(_model);
        LayerPrediction actual = Predict(other);
        Assert.True(expected.Points.Equals(actual.Points));
        Assert.True(expected.ClassLogits.Equals(actual.ClassLogits));
    }

    private static float[] Output(IMapModel model) => Predict(model).ClassLogits.detach().contiguous().data<float>().ToArray();

    private static LayerPrediction Predict(IMapModel model)
    {
        using torch.Generator generator = new(1);
        torch.Tensor images = torch.randn([1, 6, 3, s_options.Images.OutputHeight, s_options.Images.Width], generator: generator);
        torch.Tensor projections = RigTensors.Projections(1, s_options.Images.Width, s_options.Images.OutputHeight);
        return model.Forward(model.EncodeImages(images), projections).Final;
    }
}
