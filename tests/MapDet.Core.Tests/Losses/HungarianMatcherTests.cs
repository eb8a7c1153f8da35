using System.Collections.Immutable;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Losses;

public sealed class HungarianMatcherTests
{
    private static readonly CriterionOptions s_options = new() { ShortestEdge = 0 };

    public static TheoryData<string, string> Cases
    {
        get
        {
            using GoldenTensors golden = new("losses", "matcher_v4.safetensors");
            TheoryData<string, string> cases = [];
            foreach (string name in golden.Cases)
            {
                cases.Add("v2", name);
                cases.Add("v4", name);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Costs_and_best_orders_are_those_of_the_reference(string set, string name)
    {
        using MatcherFixture fixture = new(set, name);
        for (int image = 0; image < fixture.Batch; image++)
        {
            MatchingCosts costs = Costs(fixture, image);

            AssertClose(fixture.Floats(image, "cls_cost"), costs.Class, 1e-5f, 1e-5f);
            AssertClose(fixture.Floats(image, "pts_cost"), costs.Points, 2e-4f, 0);
            AssertClose(fixture.Floats(image, "cost"), costs.Total, 2e-4f, 0);
            float[] margin = fixture.Floats(image, "order_margin");
            int[] expected = fixture.Ints(image, "order_index");
            Assert.DoesNotContain(Enumerable.Range(0, expected.Length), i => margin[i] > 2e-3f && costs.Order[i] != expected[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Assignments_are_those_of_the_reference(string set, string name)
    {
        using MatcherFixture fixture = new(set, name);
        for (int image = 0; image < fixture.Batch; image++)
        {
            MatchingCosts costs = Costs(fixture, image);

            ImageMatch match = HungarianMatcher.Assign(costs);

            float expectedTotal = fixture.Floats(image, "total_cost")[0];
            Assert.Equal(expectedTotal, Total(costs, match), 1e-3 * Math.Max(1, Math.Abs(expectedTotal) / 1000));
            if (fixture.Floats(image, "assignment_margin")[0] > 2e-3f || name is "identical_queries" or "repeated_gt")
            {
                Assert.Equal(fixture.Ints(image, "assigned_gt"), match.Target);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Assignments_by_the_reference_costs_are_exact(string set, string name)
    {
        using MatcherFixture fixture = new(set, name);
        for (int image = 0; image < fixture.Batch; image++)
        {
            float[] cost = fixture.Floats(image, "cost");
            int targets = fixture.Ints(image, "gt_labels").Length;

            ImageMatch match = HungarianMatcher.Assign(
                new MatchingCosts(fixture.Queries, targets, cost, cost, cost, fixture.Ints(image, "order_index")));

            Assert.Equal(fixture.Ints(image, "assigned_gt"), match.Target);
            Assert.Equal(fixture.Ints(image, "assigned_order"), match.Order);
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

        using MatcherFixture fixture = new(set, name);
        PointOrders orders = new(PointOrderPattern.AllShifts, PerceptionRange.Default);
        for (int image = 0; image < fixture.Batch; image++)
        {
            ImmutableArray<MatchTarget> expected = fixture.Targets(image);
            PointOrderSet[] actual = [.. fixture.Elements(image).Select(orders.Of)];
            Assert.Equal(expected.SelectMany(t => Flatten(t.Orders)), actual.SelectMany(Flatten));
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(1e38f)]
    public void Predictions_that_are_not_finite_are_paired_last(float value)
    {
        using MatcherFixture fixture = new("v4", "many_gt");
        float[] points = [.. fixture.UnitPoints];
        Array.Fill(points, value, 3 * 40, 40);
        ImmutableArray<MatchTarget> targets = fixture.Targets(0);

        ImageMatch match = new HungarianMatcher(s_options).Match(fixture.Logits, 3, points, targets);

        Assert.Equal(targets.Length, match.Target.Count(t => t >= 0));
        Assert.Equal(-1, match.Target[3]);
    }

    [Fact]
    public void Predictions_all_NaN_are_still_paired_one_to_one()
    {
        using MatcherFixture fixture = new("v4", "many_gt");
        float[] nothing = new float[fixture.UnitPoints.Length];
        Array.Fill(nothing, float.NaN);

        ImageMatch match = new HungarianMatcher(s_options).Match(fixture.Logits, 3, nothing, fixture.Targets(0));

        Assert.Equal(Enumerable.Range(0, 20), match.Target.Where(t => t >= 0).Order());
    }

    private static MatchingCosts Costs(MatcherFixture fixture, int image) => new MatchingCostCalculator(s_options).Compute(
        fixture.LogitsOf(image), fixture.Classes, fixture.UnitPointsOf(image), fixture.Targets(image));

    private static double Total(MatchingCosts costs, ImageMatch match) =>
        Enumerable.Range(0, costs.Queries).Where(q => match.Target[q] >= 0).Sum(q => (double)costs.Total[(q * costs.Targets) + match.Target[q]]);

    private static float[] Flatten(PointOrderSet orders) => [.. Enumerable.Range(0, orders.Count).SelectMany(k => orders[k].ToArray())];

    private static void AssertClose(float[] expected, float[] actual, float absolute, float relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.Empty(Enumerable.Range(0, expected.Length)
            .Where(i => !(Math.Abs(expected[i] - actual[i]) <= absolute + (relative * Math.Abs(expected[i]))))
            .Select(i => $"{i}: {actual[i]} instead of {expected[i]}"));
    }
}
