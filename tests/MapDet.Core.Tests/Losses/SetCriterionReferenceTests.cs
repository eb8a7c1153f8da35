using System.Collections.Immutable;
using System.Globalization;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.Losses;

/// <summary>The losses and gradients of MapTR on all cases of its reference files.</summary>
public sealed class SetCriterionReferenceTests
{
    private static readonly CriterionOptions s_reference = new() { ShortestEdge = 0 };

    private static readonly string[] s_endToEnd =
    [
        "no_gt", "one_gt", "many_gt", "gt_equals_queries", "more_gt_than_queries", "batch", "batch_4x12", "first_step", "saturated", "repeated_gt",
    ];

    public static TheoryData<string, string> EndToEnd => MatcherFixture.InBothSets(s_endToEnd);

    public static TheoryData<string, string> All => MatcherFixture.InBothSets([.. s_endToEnd, "identical_queries", "collapsed_queries", "equivalent_orders"]);

    [Theory]
    [MemberData(nameof(EndToEnd))]
    public void Losses_and_gradients_are_those_of_the_reference_from_predictions_on(string set, string name)
    {
        using torch.Tensor logits = CriterionInput.Logits(set, name);
        using torch.Tensor points = CriterionInput.Points(set, name);
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new(set, name);
        using GoldenTensors golden = new("losses", $"losses_maptr_{set}.safetensors");

        SetLoss loss = new SetCriterion(s_reference, PerceptionRange.Default).Compute(
            CriterionInput.Predictions(logits, points), fixture.AllTargets());
        loss.Total.backward();

        AssertLosses(golden, name, loss);
        AssertGradient(golden.Floats($"{name}.grad_logits"), logits, 1, 1e-5);
        AssertGradient(golden.Floats($"{name}.grad_points"), points, 2, 2e-4);
    }

    [Theory]
    [MemberData(nameof(EndToEnd))]
    public void The_gradient_of_each_term_is_that_of_the_reference(string set, string name)
    {
        using torch.Tensor logits = CriterionInput.Logits(set, name);
        using torch.Tensor points = CriterionInput.Points(set, name);
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new(set, name);
        using GoldenTensors golden = new("losses", $"losses_maptr_{set}.safetensors");
        ImmutableArray<MatchTarget>[] targets = fixture.AllTargets();
        SetCriterion criterion = new(s_reference, PerceptionRange.Default);

        criterion.Compute(CriterionInput.Predictions(logits, points), targets).Points.backward();
        AssertGradient(golden.Floats($"{name}.grad_points_of_loss_pts"), points, 2, 1e-5);
        points.grad!.zero_();

        criterion.Compute(CriterionInput.Predictions(logits, points), targets).Direction.backward();
        AssertGradient(golden.Floats($"{name}.grad_points_of_loss_dir"), points, 2, 1e-3);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Losses_of_the_reference_assignment_are_those_of_the_reference(string set, string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using GoldenTensors golden = new("losses", $"losses_maptr_{set}.safetensors");
        using torch.Tensor logits = CriterionInput.Logits(set, name);
        using torch.Tensor points = CriterionInput.Points(set, name);
        StackedLayers layers = StackedLayers.Of(CriterionInput.Predictions(logits, points));

        MatchedTargets targets = Targets(golden, name);
        SetLoss loss = new SetLossTerms(s_reference, PerceptionRange.Default).Compute(layers, targets, golden.Float($"{name}.avg_factor_cls"));
        loss.Total.backward();

        AssertLosses(golden, name, loss);
        AssertGradient(golden.Floats($"{name}.grad_logits"), logits, 1, 1e-5);
        if (golden.Contains($"{name}.grad_points"))
        {
            AssertGradient(golden.Floats($"{name}.grad_points"), points, 2, 2e-4);
        }
    }

    [Theory]
    [MemberData(nameof(EndToEnd))]
    public void Leaving_out_short_edges_changes_nothing_where_there_are_none(string set, string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new(set, name);
        using GoldenTensors golden = new("losses", $"losses_maptr_{set}.safetensors");

        SetLoss loss = new SetCriterion(new CriterionOptions(), PerceptionRange.Default).Compute(
            CriterionInput.Predictions(CriterionInput.Logits(set, name), CriterionInput.Points(set, name)), fixture.AllTargets());

        AssertLosses(golden, name, loss);
    }

    private static MatchedTargets Targets(GoldenTensors golden, string name)
    {
        torch.Tensor labels = golden.Tensor($"{name}.labels").flatten();
        torch.Tensor rows = (labels != 3).nonzero().flatten();
        return new MatchedTargets(
            rows,
            torch.nn.functional.one_hot(labels, 4).narrow(1, 0, 3).to(torch.float32),
            golden.Tensor($"{name}.target_points").reshape(-1, 20, 2).index_select(0, rows),
            Masks: null,
            AreFinite: true);
    }

    private static void AssertLosses(GoldenTensors golden, string name, SetLoss loss)
    {
        AssertLoss(golden.Float($"{name}.loss_cls"), loss.Classification);
        AssertLoss(golden.Float($"{name}.loss_pts"), loss.Points);
        AssertLoss(golden.Float($"{name}.loss_dir"), loss.Direction);
        AssertLoss(golden.Float($"{name}.loss_total"), loss.Total);
    }

    private static void AssertLoss(float expected, torch.Tensor actual) =>
        Assert.Equal(expected, actual.item<float>(), 1e-5f * Math.Max(1, Math.Abs(expected)));

    private static void AssertGradient(float[] expected, torch.Tensor leaf, float scale, double tolerance)
    {
        float[] actual = leaf.grad is null ? new float[expected.Length] : [.. leaf.grad.data<float>().ToArray().Select(g => g * scale)];
        float largest = expected.Length == 0 ? 0 : expected.Max(Math.Abs);
        double worst = expected.Zip(actual).Select(pair => (double)Math.Abs(pair.First - pair.Second)).DefaultIfEmpty().Max();
        Assert.True(worst <= tolerance * largest, string.Create(CultureInfo.InvariantCulture, $"off by {worst} where the largest is {largest}"));
    }
}
