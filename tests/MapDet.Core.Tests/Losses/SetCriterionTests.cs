using System.Collections.Immutable;
using System.Globalization;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.Losses;

public sealed class SetCriterionTests
{
    private static readonly CriterionOptions s_reference = new() { ShortestEdge = 0 };

    public static TheoryData<string, string> EndToEnd
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (string name in "no_gt,one_gt,many_gt,gt_equals_queries,more_gt_than_queries,batch,batch_4x12,first_step,saturated,repeated_gt".Split(','))
            {
                cases.Add("v2", name);
                cases.Add("v4", name);
            }

            return cases;
        }
    }

    public static TheoryData<string, string> All
    {
        get
        {
            TheoryData<string, string> cases = EndToEnd;
            foreach (string name in "identical_queries,collapsed_queries,equivalent_orders".Split(','))
            {
                cases.Add("v2", name);
                cases.Add("v4", name);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(EndToEnd))]
    public void Losses_and_gradients_are_those_of_the_reference_from_predictions_on(string set, string name)
    {
        using torch.Tensor logits = Leaf(set, name, "logits");
        using torch.Tensor points = SymmetricLeaf(set, name);
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new(set, name);
        using GoldenTensors golden = new("losses", $"losses_maptr_{set}.safetensors");

        SetLoss loss = new SetCriterion(s_reference, PerceptionRange.Default).Compute(
            Predictions(logits, points), fixture.AllTargets());
        loss.Total.backward();

        AssertLosses(golden, name, loss);
        AssertGradient(golden.Floats($"{name}.grad_logits"), logits, 1, 1e-5);
        AssertGradient(golden.Floats($"{name}.grad_points"), points, 2, 2e-4);
    }

    [Theory]
    [MemberData(nameof(EndToEnd))]
    public void The_gradient_of_each_term_is_that_of_the_reference(string set, string name)
    {
        using torch.Tensor logits = Leaf(set, name, "logits");
        using torch.Tensor points = SymmetricLeaf(set, name);
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new(set, name);
        using GoldenTensors golden = new("losses", $"losses_maptr_{set}.safetensors");
        ImmutableArray<MatchTarget>[] targets = fixture.AllTargets();
        SetCriterion criterion = new(s_reference, PerceptionRange.Default);

        criterion.Compute(Predictions(logits, points), targets).Points.backward();
        AssertGradient(golden.Floats($"{name}.grad_points_of_loss_pts"), points, 2, 1e-5);
        points.grad!.zero_();

        criterion.Compute(Predictions(logits, points), targets).Direction.backward();
        AssertGradient(golden.Floats($"{name}.grad_points_of_loss_dir"), points, 2, 1e-3);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Losses_of_the_reference_assignment_are_those_of_the_reference(string set, string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using GoldenTensors golden = new("losses", $"losses_maptr_{set}.safetensors");
        using torch.Tensor logits = Leaf(set, name, "logits");
        using torch.Tensor points = SymmetricLeaf(set, name);
        StackedLayers layers = StackedLayers.Of(Predictions(logits, points));

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
            Predictions(Leaf(set, name, "logits"), SymmetricLeaf(set, name)), fixture.AllTargets());

        AssertLosses(golden, name, loss);
    }

    [Fact]
    public void Collapsed_lines_have_no_direction_loss_and_no_gradient_of_it()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new("v4", "collapsed_queries");
        torch.Tensor points = SymmetricLeaf("v4", "collapsed_queries");

        SetLoss loss = new SetCriterion(new CriterionOptions(), PerceptionRange.Default).Compute(
            Predictions(Leaf("v4", "collapsed_queries", "logits"), points), fixture.AllTargets());
        loss.Direction.backward();

        Assert.Equal(0, loss.Direction.item<float>());
        Assert.Equal(0, points.grad!.abs().max().item<float>());
    }

    [Fact]
    public void The_loss_of_several_layers_is_the_sum_of_their_losses()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new("v4", "batch");
        ImmutableArray<MapElement>[] groundTruth = [.. Enumerable.Range(0, fixture.Batch).Select(fixture.Elements)];
        LayerPrediction first = Predictions(Leaf("v4", "batch", "logits"), SymmetricLeaf("v4", "batch")).Final;
        LayerPrediction second = new(first.ClassLogits.flip(1), first.Points.flip(1) * 0.9);
        SetCriterion criterion = new(new CriterionOptions(), PerceptionRange.Default);

        SetLoss both = criterion.Compute(new MapPredictions([first, second]), groundTruth);

        float sum = criterion.Compute(new MapPredictions([first]), groundTruth).Total.item<float>()
            + criterion.Compute(new MapPredictions([second]), groundTruth).Total.item<float>();
        Assert.Equal(sum, both.Total.item<float>(), sum * 1e-5f);
    }

    [Fact]
    public void The_parts_of_a_batch_add_up_to_the_whole_when_they_share_a_normaliser()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new("v4", "batch");
        ImmutableArray<MapElement>[] groundTruth = [.. Enumerable.Range(0, fixture.Batch).Select(fixture.Elements)];
        LayerPrediction whole = Predictions(Leaf("v4", "batch", "logits"), SymmetricLeaf("v4", "batch")).Final;
        SetCriterion criterion = new(new CriterionOptions(), PerceptionRange.Default);
        int positives = criterion.CountPositives(groundTruth, fixture.Queries);

        float parts = Enumerable.Range(0, fixture.Batch).Sum(b => criterion.Compute(
            new MapPredictions([new LayerPrediction(whole.ClassLogits.narrow(0, b, 1), whole.Points.narrow(0, b, 1))]),
            [groundTruth[b]],
            positives).Total.item<float>());

        float total = criterion.Compute(new MapPredictions([whole]), groundTruth).Total.item<float>();
        Assert.Equal(total, parts, total * 1e-5f);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_prediction_that_is_not_finite_shows_in_the_loss_even_where_nothing_is_matched(float value)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor points = torch.zeros(1, 5, 20, 2);
        points[0, 3, 7, 1] = value;

        SetLoss loss = new SetCriterion(new CriterionOptions(), PerceptionRange.Default).Compute(
            Predictions(torch.zeros(1, 5, 3), points), [ImmutableArray<MapElement>.Empty]);

        Assert.False(float.IsFinite(loss.Total.item<float>()));
        Assert.Equal(new PredictionFault(0, 0), Assert.Single(loss.Faults));
    }

    [Fact]
    public void Faults_name_the_layers_and_samples_that_are_not_finite()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new("v4", "batch");
        LayerPrediction first = fixture.Prediction();
        LayerPrediction second = new(first.ClassLogits.clone(), first.Points.clone());
        second.ClassLogits[2, 7, 1] = float.NegativeInfinity;
        second.Points[3, 0, 0, 0] = float.NaN;

        SetLoss loss = new SetCriterion(new CriterionOptions(), PerceptionRange.Default).Compute(
            new MapPredictions([first, second]), fixture.AllTargets());

        Assert.Equal([new PredictionFault(1, 2), new PredictionFault(1, 3)], loss.Faults.AsEnumerable());
        Assert.False(float.IsFinite(loss.Total.item<float>()));
    }

    [Fact]
    public void Vertex_shifts_are_an_option_and_need_nothing_but_the_elements()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        MapElement crossing = Rig.Element(
            MapClass.PedCrossing, new Point2(-4, 5), new Point2(-4, 9), new Point2(6, 9), new Point2(6, 5), new Point2(-4, 5));
        Polyline moved = new([crossing.Vertices.Vertices[2], crossing.Vertices.Vertices[3], .. crossing.Vertices.Vertices[..3]]);
        float[] points = [.. moved.Resample(20).Select(PerceptionRange.Default.Normalize).SelectMany(p => new[] { (float)p.X, (float)p.Y })];
        MapPredictions fromAnotherCorner = Predictions(torch.zeros(1, 1, 3), torch.tensor(points, [1, 1, 20, 2]));
        CriterionOptions options = new() { PointOrders = PointOrderPattern.VertexShifts };

        SetLoss loss = new SetCriterion(options, PerceptionRange.Default).Compute(fromAnotherCorner, [[crossing]]);
        SetLoss withPointShifts = new SetCriterion(new CriterionOptions(), PerceptionRange.Default).Compute(fromAnotherCorner, [[crossing]]);

        Assert.Equal(0, loss.Points.item<float>(), 1e-5f);
        Assert.True(withPointShifts.Points.item<float>() > 0.1f);
    }

    [Fact]
    public void Vertices_drawn_for_a_sample_depend_on_its_key_alone()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Point2[] corners = [.. Enumerable.Range(0, 60).Select(i => new Point2(9 * Math.Cos(i * Math.PI / 30), (4 + (i % 3)) * Math.Sin(i * Math.PI / 30)))];
        MapElement ring = Rig.Element(MapClass.Boundary, [.. corners, corners[0]]);
        MapPredictions predictions = Predictions(torch.zeros(1, 1, 3), torch.rand([1, 1, 20, 2], generator: new torch.Generator(3)));
        SetCriterion criterion = new(new CriterionOptions { PointOrders = PointOrderPattern.VertexShifts }, PerceptionRange.Default);

        float[] losses = [.. new long[] { 1, 1, 2, 3, 4 }.Select(key => criterion.Compute(predictions, [[ring]], keys: [key]).Points.item<float>())];

        Assert.Equal(losses[0], losses[1]);
        Assert.True(losses.Distinct().Count() > 1);
        Assert.Throws<ArgumentException>(() => criterion.Compute(predictions, [[ring]], keys: [1, 2]));
    }

    [Fact]
    public void Half_precision_predictions_are_computed_in_float32()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new("v4", "one_gt");
        torch.Tensor logits = Leaf("v4", "one_gt", "logits").detach().to(torch.bfloat16);
        torch.Tensor points = SymmetricLeaf("v4", "one_gt").detach().to(torch.bfloat16);

        SetLoss loss = new SetCriterion(new CriterionOptions(), PerceptionRange.Default).Compute(Predictions(logits, points), [fixture.Elements(0)]);

        Assert.Equal(torch.ScalarType.Float32, loss.Total.dtype);
    }

    [Fact]
    public void Other_numbers_of_points_or_samples_are_refused()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        SetCriterion criterion = new(new CriterionOptions(), PerceptionRange.Default);
        ImmutableArray<MapElement> line = [Rig.Element(MapClass.Divider, new Point2(0, 0), new Point2(0, 9))];

        Assert.Throws<ArgumentException>(() => criterion.Compute(Predictions(torch.zeros(1, 5, 3), torch.zeros(1, 5, 10, 2)), [line]));
        Assert.Throws<ArgumentException>(() => criterion.Compute(Predictions(torch.zeros(1, 5, 3), torch.zeros(1, 5, 20, 2)), [line, line]));
        Assert.Throws<ArgumentException>(() => criterion.Compute(Predictions(torch.zeros(1, 5, 3), torch.zeros(1, 4, 20, 2)), [line]));
    }

    [Fact]
    public void Computing_again_and_again_leaks_no_tensor()
    {
        using torch.Tensor logits = Leaf("v4", "batch", "logits");
        using torch.Tensor points = SymmetricLeaf("v4", "batch");
        using MatcherFixture fixture = new("v4", "batch");
        ImmutableArray<MapElement>[] groundTruth = [.. Enumerable.Range(0, fixture.Batch).Select(fixture.Elements)];
        SetCriterion criterion = new(new CriterionOptions(), PerceptionRange.Default);
        Step();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (int i = 0; i < 50; i++)
        {
            Step();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Step()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            criterion.Compute(Predictions(logits, points), groundTruth).Total.backward();
            Assert.True(scope.DisposablesCount <= 4 + 1);
        }
    }

    private static MapPredictions Predictions(torch.Tensor logits, torch.Tensor points) => new([new LayerPrediction(logits, points)]);

    private static torch.Tensor Leaf(string set, string name, string tensor)
    {
        using GoldenTensors golden = new("losses", $"matcher_{set}.safetensors");
        return golden.Tensor($"{name}.{tensor}").requires_grad_(true);
    }

    // The decoder speaks of [-1, 1], the reference of [0, 1].
    private static torch.Tensor SymmetricLeaf(string set, string name)
    {
        using GoldenTensors golden = new("losses", $"matcher_{set}.safetensors");
        using torch.Tensor unit = golden.Tensor($"{name}.points");
        return ((unit * 2) - 1).detach().requires_grad_(true);
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
