using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.Losses;

public sealed class HungarianMatcherTests
{
    private static readonly CriterionOptions s_options = new() { ShortestEdge = 0 };

    public static TheoryData<string, string> Cases
    {
        get
        {
            using GoldenTensors golden = new("losses", "matcher_v4.safetensors");
            return MatcherFixture.InBothSets(golden.Cases);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Costs_and_best_orders_are_those_of_the_reference(string set, string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new(set, name);
        (PairCosts costs, _) = Match(fixture);
        for (int image = 0; image < fixture.Batch; image++)
        {
            int targets = fixture.Ints(image, "gt_labels").Length;
            AssertClose(fixture.Floats(image, "cls_cost"), Floats(costs.Class, image, targets), 1e-5f, 1e-5f);
            AssertClose(fixture.Floats(image, "pts_cost"), Floats(costs.Points, image, targets), 2e-4f, 0);
            AssertClose(fixture.Floats(image, "cost"), Floats(costs.Total(), image, targets), 2e-4f, 0);
            float[] margin = fixture.Floats(image, "order_margin");
            int[] expected = fixture.Ints(image, "order_index");
            float[] order = Floats(costs.Order, image, targets);
            Assert.DoesNotContain(Enumerable.Range(0, expected.Length), i => margin[i] > 2e-3f && (int)order[i] != expected[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Assignments_are_those_of_the_reference(string set, string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new(set, name);

        ImmutableArray<ImageMatch> matches = new HungarianMatcher(s_options, PerceptionRange.Default).Match(fixture.Prediction(), fixture.AllTargets());

        for (int image = 0; image < fixture.Batch; image++)
        {
            float[] cost = fixture.Floats(image, "cost");
            Assert.Equal(fixture.Floats(image, "total_cost")[0], Total(cost, matches[image]), 1e-3);
            if (fixture.Floats(image, "assignment_margin")[0] > 2e-3f || name is "identical_queries" or "repeated_gt")
            {
                Assert.Equal(fixture.Ints(image, "assigned_gt"), matches[image].Target);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Assignments_by_the_reference_costs_are_exact(string set, string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new(set, name);
        StackedLayers layers = StackedLayers.Of(new MapPredictions([fixture.Prediction()]));
        TargetTensors targets = GroundTruthTensors.Of(fixture.AllTargets(), layers);

        ImmutableArray<ImageMatch> matches = RowAssigner.Assign(layers, targets, Padded(fixture, "cost", targets.Width))
            .BySample(layers, targets.Width, Padded(fixture, "order_index", targets.Width).to(torch.int64));

        for (int image = 0; image < fixture.Batch; image++)
        {
            Assert.Equal(fixture.Ints(image, "assigned_gt"), matches[image].Target);
            Assert.Equal(fixture.Ints(image, "assigned_order"), matches[image].Order);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void All_shifts_follow_from_the_sampled_points(string set, string name)
    {
        if (set != "v4")
        {
            return;
        }

        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new(set, name);
        PointOrders orders = new(PointOrderPattern.AllShifts, PerceptionRange.Default);
        StackedLayers layers = StackedLayers.Of(new MapPredictions([fixture.Prediction()]));
        ImmutableArray<MapElement>[] elements = [.. Enumerable.Range(0, fixture.Batch).Select(fixture.Elements)];

        TargetTensors onDevice = GroundTruthTensors.Of(elements, orders, layers);
        TargetTensors expected = GroundTruthTensors.Of(fixture.AllTargets(), layers);

        Assert.Equal(
            fixture.AllTargets().SelectMany(image => image).SelectMany(t => t.Orders.Metres.ToArray()),
            elements.SelectMany(image => image).SelectMany(e => orders.Of(e).Metres.ToArray()));
        Assert.Equal(expected.Blocks.Length, onDevice.Blocks.Length);
        Assert.Equal(Floats(expected.Starts), Floats(onDevice.Starts));
        Assert.True(onDevice.Blocks[^1].Orders.equal(expected.Blocks[^1].Orders).all().item<bool>());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(1e38f)]
    public void Predictions_that_are_not_finite_are_paired_last(float value)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new("v4", "many_gt");
        LayerPrediction prediction = fixture.Prediction();
        prediction.Points[0, 3] = torch.full(20, 2, value);
        ImmutableArray<MatchTarget> targets = fixture.Targets(0);

        ImageMatch match = new HungarianMatcher(s_options, PerceptionRange.Default).Match(prediction, [targets])[0];

        Assert.Equal(targets.Length, match.Target.Count(t => t >= 0));
        Assert.Equal(-1, match.Target[3]);
    }

    [Fact]
    public void Predictions_all_NaN_are_still_paired_one_to_one()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new("v4", "many_gt");
        LayerPrediction prediction = fixture.Prediction();

        ImageMatch match = new HungarianMatcher(s_options, PerceptionRange.Default)
            .Match(prediction with { Points = torch.full_like(prediction.Points, float.NaN) }, [fixture.Targets(0)])[0];

        Assert.Equal(Enumerable.Range(0, 20), match.Target.Where(t => t >= 0).Order());
    }

    private static (PairCosts Costs, TargetTensors Targets) Match(MatcherFixture fixture)
    {
        StackedLayers layers = StackedLayers.Of(new MapPredictions([fixture.Prediction()]));
        TargetTensors targets = GroundTruthTensors.Of(fixture.AllTargets(), layers);
        return (new MapTrCostCalculator(s_options, PerceptionRange.Default).Compute(layers, targets), targets);
    }

    private static float[] Floats(torch.Tensor costs, int image, int targets) => Floats(costs[image].narrow(1, 0, targets));

    private static float[] Floats(torch.Tensor tensor) => tensor.numel() == 0 ? [] : tensor.to(torch.float32).contiguous().data<float>().ToArray();

    /// <summary>[B, N, G] from the images of the file, 0 where an image has fewer ground truths.</summary>
    private static torch.Tensor Padded(MatcherFixture fixture, string name, int width)
    {
        torch.Tensor padded = torch.zeros(fixture.Batch, fixture.Queries, width);
        for (int image = 0; image < fixture.Batch; image++)
        {
            torch.Tensor values = fixture.Tensor(image, name);
            padded[image].narrow(1, 0, values.shape[1]).copy_(values);
        }

        return padded;
    }

    private static double Total(float[] cost, ImageMatch match) =>
        Enumerable.Range(0, match.Target.Length).Where(q => match.Target[q] >= 0).Sum(q => (double)cost[(q * (cost.Length / match.Target.Length)) + match.Target[q]]);

    private static void AssertClose(float[] expected, float[] actual, float absolute, float relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.Empty(Enumerable.Range(0, expected.Length)
            .Where(i => !(Math.Abs(expected[i] - actual[i]) <= absolute + (relative * Math.Abs(expected[i]))))
            .Select(i => $"{i}: {actual[i]} instead of {expected[i]}"));
    }
}
