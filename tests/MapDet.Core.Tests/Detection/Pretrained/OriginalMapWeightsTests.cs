using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Detection;
using MapDet.Core.Detection.Pretrained;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Detection.Pretrained;

public sealed class OriginalMapWeightsTests : IDisposable
{
    private const int LanguageWidth = 64;
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("map_queries.", "map_decoder.")]
    [InlineData("module.model.map_queries.", "module.model.map_decoder.")]
    [InlineData("model.map_queries.", "model.map_queries.decoder.")]
    public void Queries_and_decoder_are_found_within_a_whole_model_and_loaded(string queries, string decoder)
    {
        string file = Write(queries, decoder, new NamedParameter("model.layers.0.weight", torch.ones(2)));
        MapDetOptions options = Options(file);

        using IMapModel model = new MapDetModelFactory().Create(options);

        using SafetensorsFile source = SafetensorsFile.Open(file);
        AssertSame(source, decoder + "point_head.refine_layers.5.offset_mlp.6.weight", model, "map_decoder.point_head.refine_layers.5.offset_mlp.6.weight");
        AssertSame(source, queries + "point_content", model, "map_queries.point_content");
        Assert.Contains("model.layers.0.weight", model.Pretrained.Single().Report, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_come_from_the_weights()
    {
        MapDetOptions options = Options(Write("map_queries.", "map_decoder."));

        Assert.Equal((5, 6), (options.Queries.NumInstances, options.Queries.NumPoints));
        Assert.Equal((DecoderKind.Refinement, 32, 6, 4), (options.Decoder.Kind, options.Decoder.HiddenSize, options.Decoder.NumLayers, options.Decoder.NumAttentionHeads));
        Assert.Equal([48, 40, 36], options.Decoder.Refinement.InstanceReductionSizes.AsEnumerable());
        Assert.Equal((1024, 64, 64, 64, 256), (
            options.Decoder.Refinement.PointReductionSize,
            options.Decoder.Refinement.InitialPointsSize,
            options.Decoder.Refinement.CoordinateSize,
            options.Decoder.Refinement.OrderSize,
            options.Decoder.Refinement.OffsetHiddenSize));
    }

    [Fact]
    public void A_tensor_that_the_decoder_does_not_have_is_an_error()
    {
        string file = Write("map_queries.", "map_decoder.", new NamedParameter("map_decoder.extra.weight", torch.ones(2)));

        Assert.Contains("map_decoder.extra.weight", Assert.Throws<InvalidInputException>(() => new MapDetModelFactory().Create(Options(file))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_something_else_is_refused() =>
        Assert.Throws<InvalidInputException>(() => Options(GoldenTensors.PathOf("pytorch", "checkpoint.pt")));

    private static MapDetOptions Options(string file)
    {
        MapDetOptions tiny = ModelPresets.Get(ModelPresets.Tiny);
        return PretrainedConfiguration.Apply(tiny with
        {
            Language = tiny.Language with { HiddenSize = LanguageWidth },
            Pretrained = new PretrainedOptions { Map = file },
        });
    }

    private static void AssertSame(SafetensorsFile source, string name, IMapModel model, string target) => Assert.True(torch.allclose(
        source.Read(name).to_type(torch.ScalarType.Float32),
        model.TrainedGroups.SelectMany(g => g.Parameters).Single(p => p.Name == target).Tensor.detach(),
        rtol: 0,
        atol: 0));

    /// <summary>The decoder of the fixture with queries that fit it, under the names of a file of the original system.</summary>
    private string Write(string queriesPrefix, string decoderPrefix, params NamedParameter[] more)
    {
        string path = _folder.File("original.safetensors");
        using SafetensorsFile decoder = SafetensorsFile.Open(GoldenTensors.PathOf("models", "seed_map_decoder.safetensors"));
        NamedParameter[] queries =
        [
            new("instance_content", torch.randn(5, LanguageWidth)),
            new("point_content", torch.randn(5, 6, LanguageWidth)),
            new("instance_position.weight", torch.randn(5, LanguageWidth)),
            new("point_position.weight", torch.randn(6, LanguageWidth)),
        ];
        SafetensorsWriter.Write(
            path,
            [
                .. queries.Select(p => p with { Name = queriesPrefix + p.Name }),
                .. decoder.Names.Where(name => !name.StartsWith("io.", StringComparison.Ordinal)).Select(name => new NamedParameter(decoderPrefix + name, decoder.Read(name))),
                .. more,
            ]);
        return path;
    }
}
