using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Detection;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.Detection;

/// <summary>The whole model with the original system's decoder in place of the default one.</summary>
public sealed class RefinementModelTests : IDisposable
{
    private static readonly MapDetOptions s_tiny = ModelPresets.Get(ModelPresets.Tiny);
    private static readonly MapDetOptions s_options = s_tiny with { Decoder = s_tiny.Decoder with { Kind = DecoderKind.Refinement } };
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly TemporaryFolder _folder = new();
    private readonly IMapModel _model = new MapDetModelFactory().Create(s_options, seed: 7);
    private readonly torch.Generator _generator = new torch.Generator().manual_seed(3);

    [Fact]
    public void Everything_trained_gets_a_gradient()
    {
        _model.SetTraining(true);
        RedrawOffsets();
        torch.Tensor loss = torch.zeros(1);
        foreach (LayerPrediction layer in Run(_model).Layers)
        {
            loss = loss + layer.ClassLogits.square().sum() + layer.Points.square().sum();
        }

        loss.backward();

        // A key's bias adds the same number to all scores of a row.
        Assert.All(
            _model.TrainedGroups.SelectMany(g => g.Parameters).Where(p => !p.Name.EndsWith("attention.key.bias", StringComparison.Ordinal)),
            p => Assert.True(p.Tensor.grad is { } gradient && gradient.abs().sum().item<float>() > 0, p.Name));
    }

    [Fact]
    public void Names_are_those_of_the_original_checkpoints_and_its_tables_are_not_trained()
    {
        string[] trained = [.. _model.TrainedGroups[2].Parameters.Select(p => p.Name)];
        string[] frozen = [.. _model.Frozen.Select(p => p.Name)];

        Assert.Contains("map_decoder.inst_reducer.reducer.0.linear.weight", trained);
        Assert.Contains("map_decoder.point_head.refine_layers.2.point_self_attn.self_attn.in_proj_weight", trained);
        Assert.Contains("map_decoder.point_head.refine_layers.0.offset_scale", trained);
        Assert.Contains("map_decoder.point_head.coord_encoder.freqs", frozen);
        Assert.Contains("map_decoder.point_head.init_points_head.anchors", frozen);
    }

    [Fact]
    public void A_file_gives_the_same_decoder_back()
    {
        string path = _folder.File("model.safetensors");
        RedrawOffsets();
        MapModelFile.Save(path, _model, includeFrozen: true);
        float[] expected = Points(_model);

        using LoadedMapModel loaded = MapModelFile.Load(path);

        Assert.Equal(DecoderKind.Refinement, loaded.Model.Options.Decoder.Kind);
        Assert.Equal(expected, Points(loaded.Model));
    }

    [Theory]
    [InlineData("""{"preset":"tiny","decoder":{"kind":"refinement","refinement":{"instanceReductionSizes":[64,0]}}}""", "Decoder.Refinement.InstanceReductionSizes")]
    [InlineData("""{"preset":"tiny","decoder":{"kind":"refinement","refinement":{"pointReductionSize":0}}}""", "Decoder.Refinement.PointReductionSize")]
    public void Widths_that_can_not_be_are_named(string json, string setting)
    {
        IReadOnlyList<string> faults = MapDetOptionsValidator.FindFaults(MapDetOptionsJson.Deserialize(json, "config.json"));

        Assert.StartsWith(setting, Assert.Single(faults), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _model.Dispose();
        _generator.Dispose();
        _folder.Dispose();
        _scope.Dispose();
    }

    private static MapPredictions Run(IMapModel model)
    {
        using torch.Generator generator = new torch.Generator().manual_seed(1);
        torch.Tensor images = torch.randn([2, 6, 3, s_options.Images.OutputHeight, s_options.Images.Width], generator: generator);
        return model.Forward(model.EncodeImages(images), RigTensors.Projections(2, s_options.Images.Width, s_options.Images.OutputHeight));
    }

    private static float[] Points(IMapModel model) => Run(model).Final.Points.detach().contiguous().data<float>().ToArray();

    /// <summary>Offsets start at zero and let no gradient through: give them weights as after some steps of training.</summary>
    private void RedrawOffsets()
    {
        using IDisposable noGradients = torch.no_grad();
        foreach (NamedParameter last in _model.TrainedGroups[2].Parameters.Where(p => p.Name.EndsWith("offset_mlp.6.weight", StringComparison.Ordinal)))
        {
            last.Tensor.normal_(0, 0.1, _generator);
        }
    }
}
