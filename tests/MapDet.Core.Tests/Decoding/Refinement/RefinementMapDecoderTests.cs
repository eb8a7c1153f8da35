using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Decoding.Refinement;
using MapDet.Core.Queries;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Decoding.Refinement;

public sealed class RefinementMapDecoderTests : IDisposable
{
    private const int Instances = 5;
    private const int Points = 6;
    private const int LanguageWidth = 64;

    private static readonly DecoderOptions s_options = new()
    {
        Kind = DecoderKind.Refinement,
        HiddenSize = 32,
        NumLayers = 6,
        NumAttentionHeads = 4,
        Refinement = new RefinementOptions { InstanceReductionSizes = [48, 40, 36] },
    };

    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly ModelFixture _fixture = new("seed_map_decoder");
    private readonly InitialWeights _weights = InitialWeights.FromSeed(5);
    private readonly RefinementMapDecoder _decoder;
    private readonly torch.Tensor _instances;
    private readonly torch.Tensor _points;

    public RefinementMapDecoderTests()
    {
        _decoder = Create(s_options);
        _fixture.Load(_decoder);
        _instances = _fixture["io.input.instance_features"].requires_grad_();
        _points = _fixture["io.input.point_features"].requires_grad_();
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _weights.Dispose();
        _fixture.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Outputs_equal_the_original_system()
    {
        foreach ((string name, torch.Tensor tensor) in Outputs(_decoder.Refine(_instances, _points)))
        {
            _fixture.AssertClose($"io.output.{name}", tensor);
        }
    }

    [Fact]
    public void Gradients_of_all_outputs_together_equal_the_original_system()
    {
        Backward(Outputs(_decoder.Refine(_instances, _points)));

        _fixture.AssertClose("io.grad_all.instance_features", _instances.grad);
        _fixture.AssertClose("io.grad_all.point_features", _points.grad);
    }

    [Theory]
    [InlineData("points")]
    [InlineData("bbox")]
    [InlineData("init_points")]
    public void Gradients_of_one_output_equal_the_original_system(string output)
    {
        Backward(Outputs(_decoder.Refine(_instances, _points)).Where(o => o.Name == output));

        _fixture.AssertClose($"io.grad_{output}.instance_features", _instances.grad);
        _fixture.AssertClose($"io.grad_{output}.point_features", _points.grad);
    }

    [Fact]
    public void Classes_follow_from_the_instance_features_alone()
    {
        Backward(Outputs(_decoder.Refine(_instances, _points)).Where(o => o.Name == "class_logits"));

        _fixture.AssertClose("io.grad_class_logits.instance_features", _instances.grad);
        Assert.Null(_points.grad);
    }

    [Fact]
    public void Each_layer_is_a_prediction_and_the_last_one_is_the_result()
    {
        RefinedPolylines refined = _decoder.Refine(_instances, _points);

        MapPredictions predictions = _decoder.Decode(Input(_instances, _points));

        Assert.Equal(s_options.NumLayers, predictions.Layers.Length);
        Assert.Equal(Values(refined.Points), Values(predictions.Final.Points));
        Assert.All(predictions.Layers.SkipLast(1).Zip(refined.RefinedPoints), pair => Assert.Equal(Values(pair.Second), Values(pair.First.Points)));
        Assert.All(predictions.Layers, layer => Assert.Equal(Values(refined.ClassLogits), Values(layer.ClassLogits)));
    }

    [Fact]
    public void Only_the_last_layer_trains_the_classes_and_every_layer_trains_the_points()
    {
        MapPredictions predictions = _decoder.Decode(Input(_instances, _points));

        Assert.Equal([false, false, false, false, false, true], predictions.Layers.Select(layer => layer.ClassLogits.requires_grad));
        Assert.All(predictions.Layers, layer => Assert.True(layer.Points.requires_grad));
    }

    [Fact]
    public void Results_belong_to_the_scope_of_the_caller_and_nothing_else_is_left()
    {
        MapDecoderInput input = Input(_instances, _points);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (torch.NewDisposeScope())
        {
            MapPredictions predictions = _decoder.Decode(input);

            Assert.Equal(before + (2 * predictions.Layers.Length), DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_fresh_decoder_starts_from_scattered_lines_and_refines_nothing_yet()
    {
        using RefinementMapDecoder fresh = Create(s_options);

        RefinedPolylines refined = fresh.Refine(_instances, _points);

        Assert.InRange(refined.ClassLogits.sigmoid().max().item<float>(), 0, 0.3f);
        Assert.True((refined.InitialPoints[0, 0] - refined.InitialPoints[0, 1]).abs().max().item<float>() > 0.05f);
        Assert.Equal(Values(refined.InitialPoints), Values(refined.Points));
    }

    [Fact]
    public void Dropout_acts_in_training_and_not_in_evaluation()
    {
        using RefinementMapDecoder dropping = Create(s_options with { Dropout = 0.1 });
        bool Varies() => !Values(dropping.Refine(_instances, _points).ClassLogits).SequenceEqual(Values(dropping.Refine(_instances, _points).ClassLogits));

        dropping.train();
        bool inTraining = Varies();
        dropping.eval();

        Assert.True(inTraining);
        Assert.False(Varies());
    }

    private static float[] Values(torch.Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    private static MapDecoderInput Input(torch.Tensor instances, torch.Tensor points) =>
        new(instances, points, torch.zeros(0), new ImageTokens(torch.zeros(0), 0, 0, 0, 0), torch.zeros(0));

    private static IEnumerable<(string Name, torch.Tensor Tensor)> Outputs(RefinedPolylines refined) =>
    [
        ("class_logits", refined.ClassLogits),
        ("points", refined.Points),
        ("bbox", refined.Boxes),
        ("init_points", refined.InitialPoints),
        ("intermediate_points.0", refined.InitialPoints),
        .. refined.RefinedPoints.Select((points, i) => ($"intermediate_points.{i + 1}", points)),
    ];

    private void Backward(IEnumerable<(string Name, torch.Tensor Tensor)> outputs)
    {
        torch.Tensor loss = torch.zeros(1);
        foreach ((string name, torch.Tensor tensor) in outputs)
        {
            loss = loss + (tensor * _fixture[$"io.g.{name}"]).sum();
        }

        loss.backward();
    }

    private RefinementMapDecoder Create(DecoderOptions options) =>
        new(options, new MapQueryOptions { NumInstances = Instances, NumPoints = Points }, LanguageWidth, _weights);
}
