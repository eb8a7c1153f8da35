using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Detection.Pretrained;
using MapDet.Core.Language;
using MapDet.Core.Language.Quantization;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Detection.Pretrained;

public sealed class QuantizedCheckpointTests : IDisposable
{
    private const string Weight = "model.layers.1.mlp.down_proj.weight";
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly TemporaryFolder _folder = new();
    private readonly string _language;

    public QuantizedCheckpointTests()
    {
        _language = _folder.File("vicuna");
        TinyCheckpoints.WriteLanguage(_language, GoldenTensors.PathOf("models", "llama_tokenizer/tokenizer.model"));
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(LanguageWeights.Int8)]
    [InlineData(LanguageWeights.Nf4)]
    public void Linear_weights_of_a_checkpoint_are_encoded_and_all_others_stay(LanguageWeights kind)
    {
        using LlamaLanguageModel model = Load(kind);
        using IWeightSource source = CheckpointFolder.Open(_language);
        Dictionary<string, torch.Tensor> found = model.state_dict();
        (torch.Tensor codes, torch.Tensor scales) = QuantizedWeight.Encode(QuantizedWeight.Format(kind), source.Read(Weight));

        Assert.True(codes.Equals(found[Weight + "_codes"]));
        Assert.True(scales.Equals(found[Weight + "_scales"]));
        Assert.True(source.Read("model.embed_tokens.weight").Equals(found["model.embed_tokens.weight"]));
        Assert.Equal(14, model.named_buffers().Count(b => b.name.EndsWith("_codes", StringComparison.Ordinal)));
        Assert.All(model.parameters(), parameter => Assert.Equal(torch.float32, parameter.dtype));
    }

    [Theory]
    [InlineData(LanguageWeights.Int8)]
    [InlineData(LanguageWeights.Nf4)]
    public void Weights_are_encoded_alike_whatever_type_the_model_computes_in(LanguageWeights kind)
    {
        using LlamaLanguageModel wide = Load(kind);
        using LlamaLanguageModel narrow = Load(kind, torch.ScalarType.BFloat16);

        Assert.True(wide.state_dict()[Weight + "_scales"].Equals(narrow.state_dict()[Weight + "_scales"]));
        Assert.Equal(torch.bfloat16, narrow.state_dict()["model.norm.weight"].dtype);
    }

    [Theory]
    [InlineData(torch.ScalarType.Float32)]
    [InlineData(torch.ScalarType.BFloat16)]
    public void Drawn_weights_are_encoded_in_the_type_that_they_would_have(torch.ScalarType type)
    {
        MapDetOptions tiny = ModelPresets.Get(ModelPresets.Tiny);
        using LlamaLanguageModel full = Draw(tiny, LanguageWeights.Float, type);
        using LlamaLanguageModel encoded = Draw(tiny, LanguageWeights.Nf4, type);

        (torch.Tensor codes, torch.Tensor scales) = QuantizedWeight.Encode(new Nf4Format(), full.state_dict()[Weight]);

        Assert.True(codes.Equals(encoded.state_dict()[Weight + "_codes"]));
        Assert.True(scales.Equals(encoded.state_dict()[Weight + "_scales"]));
        Assert.True(full.state_dict()["prompt_embeddings"].Equals(encoded.state_dict()["prompt_embeddings"]));
        Assert.Equal(torch.float32, scales.dtype);
    }

    [Fact]
    public void A_weight_that_a_checkpoint_lacks_or_that_has_another_shape_is_named()
    {
        Replace(tensors => tensors.Where(t => t.Name != Weight));
        InvalidInputException lacking = Assert.Throws<InvalidInputException>(() => Load(LanguageWeights.Nf4));
        Replace(tensors => tensors.Append(new NamedParameter(Weight, torch.zeros(32, 40))));
        InvalidInputException narrow = Assert.Throws<InvalidInputException>(() => Load(LanguageWeights.Nf4));

        Assert.Contains(Weight, lacking.Message, StringComparison.Ordinal);
        Assert.Contains("[32, 40]", narrow.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_weight_that_is_no_number_is_refused_by_name(float number)
    {
        Replace(tensors => tensors.Where(t => t.Name != Weight).Append(new NamedParameter(Weight, torch.full(32, 48, number))));

        Assert.Equal(Weight, Assert.Throws<InvalidInputException>(() => Load(LanguageWeights.Int8)).Record);
    }

    private static LlamaLanguageModel Draw(MapDetOptions tiny, LanguageWeights kind, torch.ScalarType type)
    {
        using InitialWeights weights = InitialWeights.FromSeed(4);
        MapDetOptions options = tiny with
        {
            Language = tiny.Language with { Weights = kind },
            Pretrained = new PretrainedOptions { FrozenType = type },
        };
        return (LlamaLanguageModel)DefaultStages.CreateLanguageModel(new StageContext(options, null, weights));
    }

    private LlamaLanguageModel Load(LanguageWeights kind, torch.ScalarType type = torch.ScalarType.Float32)
    {
        using InitialWeights weights = InitialWeights.FromSeed(4);
        LanguageOptions language = LanguageConfiguration.Read(ModelConfiguration.Read(_language), new LanguageOptions { Weights = kind });
        MapDetOptions options = new() { Language = language, Pretrained = new PretrainedOptions { Language = _language, FrozenType = type } };
        return (LlamaLanguageModel)DefaultStages.CreateLanguageModel(new StageContext(options, null, weights));
    }

    /// <summary>Writes the checkpoint anew, as one file.</summary>
    private void Replace(Func<IEnumerable<NamedParameter>, IEnumerable<NamedParameter>> change)
    {
        NamedParameter[] tensors;
        using (IWeightSource source = CheckpointFolder.Open(_language))
        {
            tensors = [.. change(source.Names.Select(name => new NamedParameter(name, source.Read(name))))];
        }

        File.Delete(Path.Combine(_language, "model.safetensors.index.json"));
        SafetensorsWriter.Write(Path.Combine(_language, "model.safetensors"), tensors);
    }
}
