using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.Detection;

public sealed class MapDetModelTests : IDisposable
{
    private static readonly MapDetOptions s_options = ModelPresets.Get(ModelPresets.Tiny);
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly IMapModel _model = new MapDetModelFactory().Create(s_options, seed: 7);
    private readonly torch.Generator _generator = new(3);

    [Fact]
    public void Each_layer_says_classes_and_points_for_every_instance()
    {
        MapPredictions predictions = Run(2);

        Assert.Equal(s_options.Decoder.NumLayers, predictions.Layers.Length);
        Assert.All(predictions.Layers, layer =>
        {
            Assert.Equal([2, 20, 3], layer.ClassLogits.shape);
            Assert.Equal([2, 20, 20, 2], layer.Points.shape);
            Assert.InRange(layer.Points.abs().max().item<float>(), 0.1f, 1f);
        });
    }

    [Fact]
    public void Everything_trained_gets_a_gradient_and_nothing_frozen_does()
    {
        _model.SetTraining(true);
        Backward(Run(2), drawHeads: true);

        Assert.All(_model.TrainedGroups.SelectMany(g => g.Parameters), p =>
        {
            Assert.NotNull(p.Tensor.grad);
            Assert.True(p.Tensor.grad.abs().sum().item<float>() > 0 || CannotMatter(p.Name), p.Name);
        });
        Assert.All(_model.Frozen, p =>
        {
            Assert.False(p.Tensor.requires_grad);
            Assert.Null(p.Tensor.grad);
        });
    }

    [Fact]
    public void The_scene_reaches_the_predictions_through_the_language_model()
    {
        ImageTokens images = _model.EncodeImages(Images(1));
        torch.Tensor projections = Projections(1);
        RedrawHeads();
        LayerPrediction before = _model.Forward(images, projections).Final;
        using (torch.no_grad())
        {
            torch.Tensor queryTokens = _model.TrainedGroups[0].Parameters.Single(p => p.Name == "query_tokens").Tensor;
            queryTokens.neg_();
        }

        LayerPrediction after = _model.Forward(images, projections).Final;

        Assert.True((before.ClassLogits - after.ClassLogits).abs().max().item<float>() > 1e-3);
    }

    [Fact]
    public void Equal_seeds_give_equal_models_and_other_seeds_others()
    {
        using IMapModel same = new MapDetModelFactory().Create(s_options, seed: 7);
        using IMapModel other = new MapDetModelFactory().Create(s_options, seed: 8);

        Assert.All(All(_model).Zip(All(same)), pair => Assert.True(pair.First.Tensor.Equals(pair.Second.Tensor), pair.First.Name));
        Assert.Contains(All(_model).Zip(All(other)), pair => !pair.First.Tensor.Equals(pair.Second.Tensor));
    }

    [Fact]
    public void Names_are_those_of_the_checkpoints()
    {
        string[] names = [.. All(_model).Select(p => p.Name)];

        Assert.Contains("vision_model.encoder.layers.1.self_attn.qkv.weight", names);
        Assert.Contains("query_tokens", names);
        Assert.Contains("qformer.encoder.layer.0.crossattention.attention.key.weight", names);
        Assert.Contains("language_projection.weight", names);
        Assert.Contains("language_model.model.layers.0.self_attn.q_proj.weight", names);
        Assert.Contains("map_queries.instance_content", names);
        Assert.Contains("map_decoder.anchors", names);
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void Repeated_steps_leave_no_tensor_behind()
    {
        ImageTokens images = _model.EncodeImages(Images(1));
        torch.Tensor projections = Projections(1);
        long Step()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            Backward(_model.Forward(images, projections), drawHeads: false);
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }

        long first = Step();
        long second = Step();
        long last = Enumerable.Range(0, 10).Select(_ => Step()).Last();

        Assert.InRange(second - first, 0, 0);
        Assert.Equal(second, last);
    }

    [Fact]
    public void A_model_made_within_a_scope_outlives_it()
    {
        IMapModel model;
        using (torch.NewDisposeScope())
        {
            model = new MapDetModelFactory().Create(s_options);
        }

        Assert.All(All(model), p => Assert.False(p.Tensor.IsInvalid, p.Name));
        model.Dispose();
    }

    public void Dispose()
    {
        _model.Dispose();
        _generator.Dispose();
        _scope.Dispose();
    }

    private static IEnumerable<NamedParameter> All(IMapModel model) => model.TrainedGroups.SelectMany(g => g.Parameters).Concat(model.Frozen);

    /// <summary>A key's bias adds the same number to all scores of a row.</summary>
    private static bool CannotMatter(string name) => name.EndsWith("attention.key.bias", StringComparison.Ordinal);

    private torch.Tensor Images(int batch) => torch.randn([batch, 6, 3, s_options.Images.OutputHeight, s_options.Images.Width], generator: _generator);

    private static torch.Tensor Projections(int batch) => RigTensors.Projections(batch, s_options.Images.Width, s_options.Images.OutputHeight);

    private MapPredictions Run(int batch) => _model.Forward(_model.EncodeImages(Images(batch)), Projections(batch));

    private void Backward(MapPredictions predictions, bool drawHeads)
    {
        if (drawHeads)
        {
            RedrawHeads();
            predictions = Run(2);
        }

        torch.Tensor loss = torch.zeros(1);
        foreach (LayerPrediction layer in predictions.Layers)
        {
            loss = loss + layer.ClassLogits.square().sum() + layer.Points.square().sum();
        }

        loss.backward();
    }

    /// <summary>Heads start at zero and let no gradient through: give them weights as after some steps of training.</summary>
    private void RedrawHeads()
    {
        using IDisposable noGradients = torch.no_grad();
        foreach (NamedParameter head in _model.TrainedGroups[2].Parameters.Where(p => p.Name.EndsWith("last.weight", StringComparison.Ordinal)))
        {
            head.Tensor.normal_(0, 0.1, _generator);
        }
    }
}
