using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Detection;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.Detection;

/// <summary>What a sample gives must not depend on the samples that happen to be computed beside it.</summary>
public sealed class BatchIndependenceTests : IDisposable
{
    private const double Tolerance = 1e-5;
    private static readonly MapDetOptions s_tiny = ModelPresets.Get(ModelPresets.Tiny);
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Generator _generator = new torch.Generator().manual_seed(3);
    private readonly torch.Tensor _images;
    private readonly torch.Tensor _projections;

    public BatchIndependenceTests()
    {
        // Three samples that differ in their pictures and in where their cameras stand.
        _images = torch.randn([3, 6, 3, s_tiny.Images.OutputHeight, s_tiny.Images.Width], generator: _generator);
        torch.Tensor shifts = torch.eye(4).repeat(3, 1, 1, 1);
        shifts[1, 0, 0, 3] = torch.tensor(0.3f);
        shifts[2, 0, 1, 3] = torch.tensor(-0.2f);
        _projections = RigTensors.Projections(3, s_tiny.Images.Width, s_tiny.Images.OutputHeight).matmul(shifts);
    }

    [Theory]
    [InlineData(DecoderKind.Sampling)]
    [InlineData(DecoderKind.Refinement)]
    public void A_sample_is_predicted_the_same_alone_and_beside_any_other(DecoderKind kind)
    {
        using IMapModel model = Model(kind);

        MapPredictions alone = Run(model, 0);
        MapPredictions besideSecond = Run(model, 0, 1);
        MapPredictions besideThird = Run(model, 0, 2);
        MapPredictions behindThird = Run(model, 2, 0);

        Assert.True(Difference(besideSecond, 1, alone, 0) > 0.1, "the samples are too alike to tell them apart");
        Assert.Equal(0, Difference(besideSecond, 0, alone, 0), Tolerance);
        Assert.Equal(0, Difference(besideThird, 0, alone, 0), Tolerance);
        Assert.Equal(0, Difference(behindThird, 1, alone, 0), Tolerance);
    }

    [Theory]
    [InlineData(DecoderKind.Sampling)]
    [InlineData(DecoderKind.Refinement)]
    public void Loss_and_gradients_of_a_batch_are_the_sums_of_those_of_its_samples(DecoderKind kind)
    {
        using IMapModel model = Model(kind);
        model.SetTraining(true);

        (double firstLoss, torch.Tensor first) = LossAndGradients(model, 0);
        (double secondLoss, torch.Tensor second) = LossAndGradients(model, 1);
        (double loss, torch.Tensor together) = LossAndGradients(model, 0, 1);

        Assert.Equal(firstLoss + secondLoss, loss, Tolerance * loss);
        Assert.True((first - second).norm().item<float>() > 0.1 * first.norm().item<float>(), "the samples are too alike to tell them apart");
        Assert.Equal(0, ((first + second - together).norm() / together.norm()).item<float>(), Tolerance);
    }

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    private static ImmutableArray<MapElement> GroundTruth(int sample)
    {
        double shift = 2 * sample;
        ImmutableArray<MapElement> both =
        [
            Rig.Element(MapClass.Divider, new Point2(1 + shift, -25), new Point2(2 + shift, 25)),
            Rig.Element(MapClass.PedCrossing, new Point2(-8, 5 + shift), new Point2(-8, 9), new Point2(6, 9), new Point2(6, 5), new Point2(-8, 5 + shift)),
        ];
        return sample == 0 ? both : both.Add(Rig.Element(MapClass.Boundary, new Point2(-12, -28), new Point2(-11, 28)));
    }

    /// <summary>The largest difference between a sample of one batch and one of another, in any number of any layer.</summary>
    private static double Difference(MapPredictions left, int leftSample, MapPredictions right, int rightSample) => left.Layers
        .Zip(right.Layers, (a, b) => Math.Max(
            (a.Points[leftSample] - b.Points[rightSample]).abs().max().item<float>(),
            (a.ClassLogits[leftSample] - b.ClassLogits[rightSample]).abs().max().item<float>()))
        .Max();

    private MapPredictions Run(IMapModel model, params int[] samples)
    {
        torch.Tensor index = torch.tensor(samples.Select(i => (long)i).ToArray());
        return model.Forward(model.EncodeImages(_images.index_select(0, index)), _projections.index_select(0, index));
    }

    /// <summary>The loss with given positives, and all gradients as one vector.</summary>
    private (double Loss, torch.Tensor Gradients) LossAndGradients(IMapModel model, params int[] samples)
    {
        torch.Tensor[] parameters = [.. model.TrainedGroups.SelectMany(g => g.Parameters).Select(p => p.Tensor)];
        Array.ForEach(parameters, p => p.grad?.zero_());
        SetLoss loss = new SetCriterion(s_tiny.Criterion, s_tiny.Range)
            .Compute(Run(model, samples), [.. samples.Select(GroundTruth)], positives: 5);
        loss.Total.backward();
        return (loss.Total.item<float>(), torch.cat([.. parameters.Select(p => (p.grad ?? torch.zeros_like(p)).flatten())]).clone());
    }

    /// <summary>The whole model, its zero-initialised heads drawn anew: with those all samples look alike.</summary>
    private IMapModel Model(DecoderKind kind)
    {
        IMapModel model = new MapDetModelFactory().Create(s_tiny with { Decoder = s_tiny.Decoder with { Kind = kind } }, seed: 7);
        using IDisposable noGradients = torch.no_grad();
        string[] heads = ["last.weight", "offset_mlp.6.weight"];
        foreach (NamedParameter head in model.TrainedGroups[2].Parameters.Where(p => heads.Any(h => p.Name.EndsWith(h, StringComparison.Ordinal))))
        {
            head.Tensor.normal_(0, 0.1, _generator);
        }

        return model;
    }
}
