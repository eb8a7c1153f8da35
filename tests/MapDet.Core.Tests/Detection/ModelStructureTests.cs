using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Detection;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.Detection;

/// <summary>Models that have a part more or less than the default one.</summary>
public sealed class ModelStructureTests : IDisposable
{
    private static readonly MapDetOptions s_tiny = Plain(ModelPresets.Get(ModelPresets.Tiny));
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Generator _generator = new(3);

    public static TheoryData<string> Structures => ["ground", "scene", "ground and scene", "instance queries only", "no language model", "neither Q-Former nor language model"];

    [Theory]
    [MemberData(nameof(Structures))]
    public void Every_structure_trains_all_that_it_has(string name)
    {
        using IMapModel model = new MapDetModelFactory().Create(Structure(name), seed: 7);
        model.SetTraining(true);
        using (torch.no_grad())
        {
            foreach (NamedParameter head in model.TrainedGroups[2].Parameters.Where(p => p.Name.EndsWith("last.weight", StringComparison.Ordinal)))
            {
                head.Tensor.normal_(0, 0.1, _generator);
            }
        }

        torch.Tensor loss = torch.zeros(1);
        foreach (LayerPrediction layer in Run(model).Layers)
        {
            loss = loss + layer.ClassLogits.square().sum() + layer.Points.square().sum();
        }

        loss.backward();

        Assert.All(
            model.TrainedGroups.SelectMany(g => g.Parameters).Where(p => !p.Name.EndsWith("key.bias", StringComparison.Ordinal)),
            p => Assert.True(p.Tensor.grad is { } gradient && gradient.abs().sum().item<float>() > 0, p.Name));
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void The_pictures_decide_in_every_structure(string name)
    {
        using IMapModel model = new MapDetModelFactory().Create(Structure(name), seed: 7);

        Assert.True((Run(model).Final.ClassLogits - Run(model).Final.ClassLogits).abs().max().item<float>() > 1e-3);
    }

    [Fact]
    public void Scene_tokens_that_nothing_reads_are_refused()
    {
        MapDetOptions options = s_tiny with { Language = s_tiny.Language with { Enabled = false } };

        MapDetException e = Assert.Throws<MapDetException>(() => new MapDetModelFactory().Create(options));

        Assert.Contains("QFormer.Enabled", e.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    private static MapDetOptions Plain(MapDetOptions tiny) => tiny with
    {
        Queries = tiny.Queries with { PointsInLanguageModel = true },
        Decoder = tiny.Decoder with { SceneAttention = false, GroundView = new GroundViewOptions() },
    };

    private static MapDetOptions Structure(string name)
    {
        DecoderOptions decoder = s_tiny.Decoder with { GroundView = new GroundViewOptions { Enabled = name.Contains("ground", StringComparison.Ordinal) } };
        return name switch
        {
            "ground" => s_tiny with { Decoder = decoder },
            "scene" or "ground and scene" => s_tiny with { Decoder = decoder with { SceneAttention = true } },
            "instance queries only" => s_tiny with { Queries = s_tiny.Queries with { PointsInLanguageModel = false } },
            "no language model" => s_tiny with { Decoder = decoder with { SceneAttention = true }, Language = s_tiny.Language with { Enabled = false } },
            _ => s_tiny with { Language = s_tiny.Language with { Enabled = false }, QFormer = s_tiny.QFormer with { Enabled = false } },
        };
    }

    private MapPredictions Run(IMapModel model)
    {
        torch.Tensor images = torch.randn([1, 6, 3, s_tiny.Images.OutputHeight, s_tiny.Images.Width], generator: _generator);
        return model.Forward(model.EncodeImages(images), RigTensors.Projections(1, s_tiny.Images.Width, s_tiny.Images.OutputHeight));
    }
}
