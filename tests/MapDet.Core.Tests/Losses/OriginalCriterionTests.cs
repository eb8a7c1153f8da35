using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.Losses;

/// <summary>Its numbers are compared with the reference in the parity tests; here is what it does otherwise.</summary>
public sealed class OriginalCriterionTests
{
    private static readonly CriterionOptions s_options = new() { Kind = CriterionKind.Original };
    private static readonly CriterionOptions s_withDefects = s_options with { Original = new OriginalCriterionOptions { KeepsDefects = true } };

    private static readonly MapElement s_crossing = Rig.Element(
        MapClass.PedCrossing, new Point2(-4, 5), new Point2(-4, 9), new Point2(6, 9), new Point2(6, 5), new Point2(-4, 5));

    [Fact]
    public void A_ring_begun_elsewhere_and_backward_costs_nothing_and_with_the_defects_it_does()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        MapPredictions moved = PredictionOf(Reorder(s_crossing, i => (19 + 7 - i) % 19));

        Assert.Equal(0, PointLoss(s_options, moved, s_crossing), 1e-5f);
        Assert.True(PointLoss(s_withDefects, moved, s_crossing) > 0.1f);
    }

    [Fact]
    public void A_ring_with_a_gap_and_a_doubled_point_costs_something_and_with_the_defects_nothing()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        MapPredictions broken = PredictionOf(Reorder(s_crossing, i => (i + 7) % 20));

        Assert.True(PointLoss(s_options, broken, s_crossing) > 0.1f);
        Assert.Equal(0, PointLoss(s_withDefects, broken, s_crossing), 1e-5f);
    }

    [Fact]
    public void A_closed_boundary_is_a_ring_and_with_the_defects_it_is_not()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        MapElement island = s_crossing with { Class = MapClass.Boundary };
        MapPredictions moved = PredictionOf(Reorder(island, i => (i + 7) % 19));

        Assert.Equal(0, PointLoss(s_options, moved, island), 1e-5f);
        Assert.True(PointLoss(s_withDefects, moved, island) > 0.1f);
    }

    [Fact]
    public void Masks_follow_the_points_of_a_reversed_line_and_with_the_defects_they_stay()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        float[] line = [.. Enumerable.Range(0, 20).SelectMany(i => new[] { -0.5f, -0.9f + (0.05f * i) })];
        float[] mask = [.. Enumerable.Range(0, 20).Select(i => i < 6 ? 1f : 0f)];
        torch.Tensor reversed = torch.tensor(line, [1, 1, 20, 2]).flip(2);
        reversed[.., .., ..14] += 0.3f;
        MapPredictions predictions = new([new LayerPrediction(torch.zeros(1, 1, 3), reversed)]);
        ImmutableArray<OriginalTarget>[] targets = [[new OriginalTarget(MapClass.Divider, line, mask)]];

        SetLoss right = new OriginalCriterion(s_options, PerceptionRange.Default).Compute(predictions, targets);
        SetLoss wrong = new OriginalCriterion(s_withDefects, PerceptionRange.Default).Compute(predictions, targets);

        Assert.Equal(0, right.Points.item<float>(), 1e-5f);
        Assert.True(wrong.Points.item<float>() > 0.1f);
    }

    [Fact]
    public void Inner_layers_count_a_fifth_and_their_classes_have_no_gradient()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new("v4", "batch");
        ImmutableArray<MapElement>[] groundTruth = [.. Enumerable.Range(0, fixture.Batch).Select(fixture.Elements)];
        LayerPrediction inner = Leaf(fixture.Prediction());
        LayerPrediction last = Leaf(new LayerPrediction(inner.ClassLogits.flip(1), inner.Points.flip(1) * 0.9));
        OriginalCriterion criterion = new(s_options, PerceptionRange.Default);

        SetLoss both = criterion.Compute(new MapPredictions([inner, last]), groundTruth);
        both.Total.backward();

        float expected = (0.2f * criterion.Compute(new MapPredictions([inner]), groundTruth).Total.item<float>())
            + criterion.Compute(new MapPredictions([last]), groundTruth).Total.item<float>();
        Assert.Equal(expected, both.Total.item<float>(), expected * 1e-5f);
        Assert.Null(inner.ClassLogits.grad);
        Assert.True(last.ClassLogits.grad!.abs().sum().item<float>() > 0);
        Assert.True(inner.Points.grad!.abs().sum().item<float>() > 0);
    }

    [Fact]
    public void A_prediction_that_is_not_finite_is_reported_and_never_a_loss_of_0()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        MapPredictions predictions = PredictionOf(Reorder(s_crossing, i => i));
        predictions.Final.Points[0, 0, 3, 1] = float.NaN;

        SetLoss loss = new OriginalCriterion(s_withDefects, PerceptionRange.Default).Compute(predictions, [[s_crossing]]);

        Assert.False(float.IsFinite(loss.Total.item<float>()));
        Assert.Equal(new PredictionFault(0, 0), Assert.Single(loss.Faults));
    }

    [Fact]
    public void Options_choose_the_criterion()
    {
        Assert.IsType<SetCriterion>(SetCriterionFactory.Create(new CriterionOptions(), PerceptionRange.Default));
        Assert.IsType<OriginalCriterion>(SetCriterionFactory.Create(s_options, PerceptionRange.Default));
    }

    private static float PointLoss(CriterionOptions options, MapPredictions predictions, MapElement element) =>
        new OriginalCriterion(options, PerceptionRange.Default).Compute(predictions, [[element]]).Points.item<float>();

    private static Point2[] Reorder(MapElement element, Func<int, int> source) => [.. Enumerable.Range(0, 20).Select(i => element.Points[source(i)])];

    private static MapPredictions PredictionOf(Point2[] points)
    {
        float[] values = [.. points.Select(PerceptionRange.Default.Normalize).SelectMany(p => new[] { (float)p.X, (float)p.Y })];
        return new MapPredictions([new LayerPrediction(torch.zeros(1, 1, 3), torch.tensor(values, [1, 1, 20, 2]))]);
    }

    private static LayerPrediction Leaf(LayerPrediction layer) =>
        new(layer.ClassLogits.detach().clone().requires_grad_(true), layer.Points.detach().clone().requires_grad_(true));
}
