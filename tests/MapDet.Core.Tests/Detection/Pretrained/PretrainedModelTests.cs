using System.Text.Json;
using System.Text.Json.Nodes;
using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Detection;
using MapDet.Core.Detection.Pretrained;
using MapDet.Core.Imaging;
using MapDet.Core.Queries;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Detection.Pretrained;

public sealed class PretrainedModelTests : IDisposable
{
    private static readonly MapDetOptions s_options = new()
    {
        Images = new ImageOptions { Width = 56, Height = 28 },
        Queries = new MapQueryOptions { NumInstances = 3, NumPoints = 4 },
        Decoder = new DecoderOptions { HiddenSize = 16, NumLayers = 2, NumAttentionHeads = 2, IntermediateSize = 16, SampledChannels = 4 },
    };

    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly TemporaryFolder _folder = new();
    private readonly string _language;
    private readonly string _blip2;

    public PretrainedModelTests()
    {
        _language = _folder.File("vicuna");
        _blip2 = _folder.File("blip2");
        TinyCheckpoints.WriteLanguage(_language, GoldenTensors.PathOf("models", "llama_tokenizer/tokenizer.model"));
        TinyCheckpoints.WriteBlip2(_blip2);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Shapes_come_from_the_checkpoints()
    {
        MapDetOptions options = Options();

        Assert.Equal((32, 2, 420), (options.Language.HiddenSize, options.Language.NumKeyValueHeads, options.Language.VocabSize));
        Assert.Equal((24, 28), (options.Vision.HiddenSize, options.Vision.ImageHeight));
        Assert.Equal((16, 3), (options.QFormer.HiddenSize, options.QFormer.NumQueryTokens));
    }

    [Fact]
    public void Every_tensor_of_the_parts_is_the_checkpoints()
    {
        using IMapModel model = Create(Options());
        using IWeightSource language = CheckpointFolder.Open(_language);
        using IWeightSource blip2 = CheckpointFolder.Open(_blip2);

        Assert.All(model.Frozen.Where(p => p.Name.StartsWith("vision_model.", StringComparison.Ordinal)), p => AssertEqual(blip2, p.Name, p.Tensor));
        Assert.All(
            model.Frozen.Where(p => p.Name.StartsWith("language_model.", StringComparison.Ordinal)),
            p => AssertEqual(language, p.Name["language_model.".Length..], p.Tensor));
        Assert.All(
            model.TrainedGroups.Single(g => g.Kind == TrainedPart.QFormer).Parameters.Where(p => p.Name.StartsWith("qformer.", StringComparison.Ordinal) || p.Name == "query_tokens"),
            p => AssertEqual(blip2, p.Name, p.Tensor));
    }

    [Fact]
    public void The_report_accounts_for_every_name()
    {
        using IMapModel model = Create(Options());
        using IWeightSource language = CheckpointFolder.Open(_language);

        PretrainedPart part = model.Pretrained.Single(p => p.Name == PretrainedPart.LanguageModel);

        Assert.Equal([PretrainedPart.LanguageModel, PretrainedPart.VisionModel, PretrainedPart.QFormer], model.Pretrained.Select(p => p.Name));
        Assert.Contains($"loaded: {language.Names.Length - 2}", part.Report, StringComparison.Ordinal);
        Assert.Contains("lm_head.weight", part.Report, StringComparison.Ordinal);
        Assert.Contains("inv_freq", part.Report, StringComparison.Ordinal);
        Assert.DoesNotContain("missing", part.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void The_projection_is_taken_over_only_where_it_leads_to_a_language_model_of_the_same_width()
    {
        string fitting = _folder.File("fitting");
        TinyCheckpoints.WriteBlip2(fitting, projectedWidth: 32);
        using IMapModel fresh = Create(Options());
        using IMapModel taken = Create(Options(qFormer: fitting));
        using IWeightSource source = CheckpointFolder.Open(fitting);

        Assert.Contains("language_projection.weight", fresh.Pretrained.Single(p => p.Name == PretrainedPart.QFormer).Report, StringComparison.Ordinal);
        AssertEqual(source, "language_projection.weight", Trained(taken, "language_projection.weight"));
    }

    [Fact]
    public void A_CLIP_tower_can_stand_before_a_fresh_Q_Former()
    {
        string clip = _folder.File("clip");
        TinyCheckpoints.WriteClip(clip);
        MapDetOptions options = PretrainedConfiguration.Apply(s_options with { Pretrained = new PretrainedOptions { Language = _language, Vision = clip } });

        using IMapModel model = Create(options);
        using IWeightSource source = CheckpointFolder.Open(clip);

        AssertEqual(source, "vision_model.pre_layrnorm.bias", model.Frozen.Single(p => p.Name == "vision_model.pre_layrnorm.bias").Tensor);
        Assert.True(Run(model).Final.Points.isfinite().all().item<bool>());
    }

    [Fact]
    public void A_Q_Former_for_other_image_tokens_is_refused()
    {
        string config = Path.Combine(_blip2, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"encoder_hidden_size\": 24", "\"encoder_hidden_size\": 30", StringComparison.Ordinal));

        Assert.Equal("encoder_hidden_size", Assert.Throws<InvalidInputException>(() => Options()).Field);
    }

    [Theory]
    [InlineData("model.norm.weight", "missing")]
    [InlineData("model.layers.1.mlp.up_proj.weight", "missing")]
    public void A_tensor_that_a_checkpoint_lacks_is_named(string name, string kind)
    {
        Rewrite(tensors => tensors.Where(t => t.Name != name));

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => Create(Options()));

        Assert.Contains(kind, e.Message, StringComparison.Ordinal);
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_nobody_expects_is_an_error()
    {
        Rewrite(tensors => tensors.Append(new NamedParameter("model.layers.0.adapter.weight", torch.ones(2))));

        Assert.Contains("adapter", Assert.Throws<InvalidInputException>(() => Create(Options())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_file_names_the_checkpoints_and_holds_only_what_they_do_not()
    {
        string path = _folder.File("model.safetensors");
        using IMapModel model = Create(Options());
        MapModelFile.Save(path, model, includeFrozen: true);

        using (SafetensorsFile file = SafetensorsFile.Open(path))
        {
            Assert.DoesNotContain(file.Names, name => name.StartsWith("language_model.", StringComparison.Ordinal) || name.StartsWith("vision_model.", StringComparison.Ordinal));
        }

        using LoadedMapModel loaded = MapModelFile.Load(path);
        Assert.Equal(Values(Run(model).Final.ClassLogits), Values(Run(loaded.Model).Final.ClassLogits));
    }

    [Fact]
    public void A_checkpoint_that_has_moved_is_found_where_the_user_says()
    {
        string path = _folder.File("model.safetensors");
        using IMapModel model = Create(Options());
        MapModelFile.Save(path, model, includeFrozen: true);
        string moved = _folder.File("moved");
        Directory.Move(_language, moved);

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => MapModelFile.Load(path));
        using LoadedMapModel loaded = MapModelFile.Load(path, pretrained: new PretrainedOptions { Language = moved });

        Assert.Contains("--llm-path", e.Message, StringComparison.Ordinal);
        Assert.Equal(Values(Run(model).Final.ClassLogits), Values(Run(loaded.Model).Final.ClassLogits));
    }

    [Fact]
    public void Another_checkpoint_in_the_same_place_is_refused()
    {
        string path = _folder.File("model.safetensors");
        using (IMapModel model = Create(Options()))
        {
            MapModelFile.Save(path, model, includeFrozen: true);
        }

        Directory.Delete(_language, recursive: true);
        TinyCheckpoints.WriteLanguage(_language, GoldenTensors.PathOf("models", "llama_tokenizer/tokenizer.model"), seed: 8);

        Assert.Contains("another one", Assert.Throws<InvalidInputException>(() => MapModelFile.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void References_that_can_not_be_read_are_bad_input()
    {
        Dictionary<string, string> metadata = new() { [PretrainedReferences.MetadataKey] = "{\"parts\": 3}" };

        Assert.Throws<InvalidInputException>(() => PretrainedReferences.Read(metadata, "model.safetensors"));
    }

    [Fact]
    public void Frozen_parts_can_be_kept_in_bfloat16_while_all_else_stays_float32()
    {
        using IMapModel wide = Create(Options());
        using IMapModel narrow = Create(Options(type: torch.ScalarType.BFloat16));

        torch.Tensor expected = Run(wide).Final.ClassLogits;
        torch.Tensor found = Run(narrow).Final.ClassLogits;
        found.sum().backward();

        Assert.All(narrow.Frozen, p => Assert.Equal(torch.ScalarType.BFloat16, p.Tensor.dtype));
        Assert.All(narrow.TrainedGroups.SelectMany(g => g.Parameters), p => Assert.Equal(torch.ScalarType.Float32, p.Tensor.dtype));
        Assert.Equal(torch.ScalarType.Float32, found.dtype);
        Assert.InRange((found - expected).abs().max().item<float>(), 1e-7f, 0.05f);
        Assert.True(Trained(narrow, "query_tokens").grad!.isfinite().all().item<bool>());
    }

    private static IMapModel Create(MapDetOptions options) => new MapDetModelFactory().Create(options, seed: 5);

    private static MapPredictions Run(IMapModel model)
    {
        using torch.Generator generator = new torch.Generator().manual_seed(1);
        torch.Tensor images = torch.randn([1, 6, 3, 28, 56], generator: generator);
        return model.Forward(model.EncodeImages(images), RigTensors.Projections(1, 56, 28));
    }

    private static torch.Tensor Trained(IMapModel model, string name) => model.TrainedGroups.SelectMany(g => g.Parameters).Single(p => p.Name == name).Tensor;

    private static float[] Values(torch.Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    private static void AssertEqual(IWeightSource source, string name, torch.Tensor actual) => Assert.Equal(Values(source.Read(name)), Values(actual));

    private MapDetOptions Options(string? qFormer = null, torch.ScalarType type = torch.ScalarType.Float32) => PretrainedConfiguration.Apply(s_options with
    {
        Pretrained = new PretrainedOptions { Language = _language, QFormer = qFormer ?? _blip2, Vision = _blip2, FrozenType = type },
    });

    /// <summary>Changes the second shard of the language model, and the index with it.</summary>
    private void Rewrite(Func<IEnumerable<NamedParameter>, IEnumerable<NamedParameter>> change)
    {
        string[] shards = [.. Directory.GetFiles(_language, "*.safetensors").Order(StringComparer.Ordinal)];
        Dictionary<string, string> map = [];
        foreach (string shard in shards)
        {
            NamedParameter[] tensors;
            using (SafetensorsFile file = SafetensorsFile.Open(shard))
            {
                tensors = [.. file.Names.Select(name => new NamedParameter(name, file.Read(name)))];
            }

            tensors = shard == shards[^1] ? [.. change(tensors)] : [.. change(tensors).Where(t => tensors.Any(own => own.Name == t.Name))];
            SafetensorsWriter.Write(shard, tensors);
            Array.ForEach(tensors, t => map[t.Name] = Path.GetFileName(shard));
        }

        JsonObject index = new() { ["weight_map"] = JsonSerializer.SerializeToNode(map) };
        File.WriteAllText(Path.Combine(_language, "model.safetensors.index.json"), index.ToJsonString());
    }
}
