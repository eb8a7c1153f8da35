using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Imaging;
using MapDet.Core.Losses;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.Losses;

public sealed class SetCriterionTests
{
    [Fact]
    public void Collapsed_lines_have_no_direction_loss_and_no_gradient_of_it()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new("v4", "collapsed_queries");
        torch.Tensor points = CriterionInput.Points("v4", "collapsed_queries");

        SetLoss loss = new SetCriterion(new CriterionOptions(), PerceptionRange.Default).Compute(
            CriterionInput.Predictions(CriterionInput.Logits("v4", "collapsed_queries"), points), fixture.AllTargets());
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
        LayerPrediction first = CriterionInput.Predictions(CriterionInput.Logits("v4", "batch"), CriterionInput.Points("v4", "batch")).Final;
        LayerPrediction second = new(first.ClassLogits.flip(1), first.Points.flip(1) * 0.9);
        SetCriterion criterion = new(new CriterionOptions(), PerceptionRange.Default);

        SetLoss both = criterion.Compute(new MapPredictions([first, second]), groundTruth);

        float sum = criterion.Compute(new MapPredictions([first]), groundTruth).Total.item<float>()
            + criterion.Compute(new MapPredictions([second]), groundTruth).Total.item<float>();
        Assert.Equal(sum, both.Total.item<float>(), sum * 1e-5f);
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("saturated")]
    public void A_mirrored_prediction_costs_as_much_against_mirrored_ground_truth(string name)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new("v4", name);
        ImmutableArray<MapElement>[] groundTruth = [.. Enumerable.Range(0, fixture.Batch).Select(fixture.Elements)];
        LayerPrediction prediction = fixture.Prediction();
        LayerPrediction flipped = prediction with { Points = prediction.Points * torch.tensor(new float[] { -1, 1 }) };
        SetCriterion criterion = new(new CriterionOptions(), PerceptionRange.Default);

        SetLoss loss = criterion.Compute(new MapPredictions([prediction]), groundTruth);
        SetLoss mirrored = criterion.Compute(new MapPredictions([flipped]), [.. groundTruth.Select(Mirror)]);
        SetLoss crossed = criterion.Compute(new MapPredictions([flipped]), groundTruth);

        Assert.Equal(loss.Total.item<float>(), mirrored.Total.item<float>(), 1e-5f * loss.Total.item<float>());
        Assert.NotEqual(loss.Total.item<float>(), crossed.Total.item<float>(), 1e-3f * loss.Total.item<float>());

        static ImmutableArray<MapElement> Mirror(ImmutableArray<MapElement> elements) => [.. elements.Select(RigMirror.Mirror)];
    }

    [Fact]
    public void The_parts_of_a_batch_add_up_to_the_whole_when_they_share_a_normaliser()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MatcherFixture fixture = new("v4", "batch");
        ImmutableArray<MapElement>[] groundTruth = [.. Enumerable.Range(0, fixture.Batch).Select(fixture.Elements)];
        LayerPrediction whole = CriterionInput.Predictions(CriterionInput.Logits("v4", "batch"), CriterionInput.Points("v4", "batch")).Final;
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
            CriterionInput.Predictions(torch.zeros(1, 5, 3), points), [ImmutableArray<MapElement>.Empty]);

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
        MapPredictions fromAnotherCorner = CriterionInput.Predictions(torch.zeros(1, 1, 3), torch.tensor(points, [1, 1, 20, 2]));
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
        MapPredictions predictions = CriterionInput.Predictions(torch.zeros(1, 1, 3), torch.rand([1, 1, 20, 2], generator: new torch.Generator(3)));
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
        torch.Tensor logits = CriterionInput.Logits("v4", "one_gt").detach().to(torch.bfloat16);
        torch.Tensor points = CriterionInput.Points("v4", "one_gt").detach().to(torch.bfloat16);

        SetLoss loss = new SetCriterion(new CriterionOptions(), PerceptionRange.Default).Compute(CriterionInput.Predictions(logits, points), [fixture.Elements(0)]);

        Assert.Equal(torch.ScalarType.Float32, loss.Total.dtype);
    }

    [Fact]
    public void Other_numbers_of_points_or_samples_are_refused()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        SetCriterion criterion = new(new CriterionOptions(), PerceptionRange.Default);
        ImmutableArray<MapElement> line = [Rig.Element(MapClass.Divider, new Point2(0, 0), new Point2(0, 9))];

        Assert.Throws<ArgumentException>(() => criterion.Compute(CriterionInput.Predictions(torch.zeros(1, 5, 3), torch.zeros(1, 5, 10, 2)), [line]));
        Assert.Throws<ArgumentException>(() => criterion.Compute(CriterionInput.Predictions(torch.zeros(1, 5, 3), torch.zeros(1, 5, 20, 2)), [line, line]));
        Assert.Throws<ArgumentException>(() => criterion.Compute(CriterionInput.Predictions(torch.zeros(1, 5, 3), torch.zeros(1, 4, 20, 2)), [line]));
    }

    [Fact]
    public void Computing_again_and_again_leaks_no_tensor()
    {
        using torch.Tensor logits = CriterionInput.Logits("v4", "batch");
        using torch.Tensor points = CriterionInput.Points("v4", "batch");
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
            criterion.Compute(CriterionInput.Predictions(logits, points), groundTruth).Total.backward();
            Assert.True(scope.DisposablesCount <= 4 + 1);
        }
    }
}
