using System.Collections.Immutable;
using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Evaluation;
using MapDet.Core.Geometry;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Evaluation;

public sealed class MapAnalysisTests
{
    public static TheoryData<string> Sets => ["main", "edge", "no_gt_class", "no_pred_class", "all_empty"];

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_metric_of_an_analysis_is_the_metric_itself(string set)
    {
        MapMetrics expected = Metric(set).Compute();

        MapMetrics actual = Metric(set).Analyze().Metrics;

        Assert.Equal(expected.Samples, actual.Samples);
        Assert.All(expected.Classes.Zip(actual.Classes), pair =>
        {
            Assert.Equal<double>(pair.First.AveragePrecisions, pair.Second.AveragePrecisions);
            Assert.Equal((pair.First.GroundTruths, pair.First.Predictions), (pair.Second.GroundTruths, pair.Second.Predictions));
        });
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Curves_end_at_the_recall_and_precision_of_the_reference(string set)
    {
        JsonElement stable = new ChamferFixture(set).Stable;
        MapAnalysis analysis = Metric(set).Analyze();

        Assert.All(analysis.Parts.Index(), part =>
        {
            (int c, int t) = (part.Index / 3, part.Index % 3);
            RingScores overall = part.Item.Overall;
            Assert.Equal(stable.GetProperty("final_recall")[t][c].GetDouble(), overall.Recall, 1e-6);
            Assert.Equal(stable.GetProperty("final_precision")[t][c].GetDouble(), (double)overall.TruePositives / Math.Max(overall.Predictions, 1), 1e-6);
            Assert.Equal(overall.Recall, part.Item.Curve.Length == 0 ? 0 : part.Item.Curve[^1].Recall, 1e-12);
        });
    }

    [Fact]
    public void The_area_under_the_interpolated_precision_is_the_average_precision()
    {
        Assert.All(Metric("main").Analyze().Parts, part =>
        {
            double step = 1.0 / part.Overall.GroundTruths;
            Assert.Equal(part.Overall.AveragePrecision, part.Curve.Sum(p => step * p.InterpolatedPrecision), 1e-6);
            Assert.Equal(part.Overall.TruePositives, part.Curve.Length);
        });
    }

    [Fact]
    public void A_curve_says_what_is_reached_down_to_each_true_detection()
    {
        MapElement near = Line(2);
        MapElement far = Line(12);
        ChamferAveragePrecision metric = new([0.5]);
        metric.Add("a", [At(near, 0.9), At(Line(7), 0.8), At(Line(-9), 0.7), At(far, 0.6), At(Line(-3), 0.5)], [near, far]);

        ImmutableArray<PrecisionRecallPoint> curve = metric.Analyze().Parts[0].Curve;

        Assert.Equal<PrecisionRecallPoint>([new(0.9, 0.5, 1, 1), new(0.6, 1, 0.5, 0.5)], curve);
    }

    [Fact]
    public void The_rings_of_a_class_add_up_to_the_whole()
    {
        Assert.All(Metric("main").Analyze().Parts, part =>
        {
            Assert.Equal(part.Overall.GroundTruths, part.Rings.Sum(r => r.GroundTruths));
            Assert.Equal(part.Overall.Predictions, part.Rings.Sum(r => r.Predictions));
            Assert.Equal(part.Overall.TruePositives, part.Rings.Sum(r => r.TruePositives));
            Assert.Equal(part.Overall.MeanDistance!.Value, part.Rings.Sum(r => (r.MeanDistance ?? 0) * r.TruePositives) / part.Overall.TruePositives, 1e-9);
        });
    }

    [Fact]
    public void A_true_detection_counts_in_the_ring_of_its_ground_truth_and_a_false_one_in_its_own()
    {
        MapElement element = ShortLine(9.8);
        ChamferAveragePrecision metric = new([0.5]);
        metric.Add("a", [At(ShortLine(10.2), 0.9), At(ShortLine(25), 0.8), At(ShortLine(200), 0.7)], [element]);

        ImmutableArray<RingScores> rings = metric.Analyze().Parts[0].Rings;

        Assert.Equal([1, 0, 0, 0], rings.Select(r => r.GroundTruths));
        Assert.Equal([1, 0, 0, 0], rings.Select(r => r.TruePositives));
        Assert.Equal([1, 0, 1, 1], rings.Select(r => r.Predictions));
        Assert.Equal([1, 0, 0, 0], rings.Select(r => r.AveragePrecision));
        Assert.Equal(0.4, rings[0].MeanDistance!.Value, 1e-9);
        Assert.Null(rings[1].MeanDistance);
        Assert.Equal([(0, 10), (10, 20), (20, 30), (30, double.PositiveInfinity)], rings.Select(r => (r.From, r.To)));
    }

    // Along the ray at 45 degrees from 6 to 18 m: half of it in one ring, half in the next, its points at 12 m on average.
    [Fact]
    public void The_distance_of_a_line_is_the_mean_of_its_points_distances()
    {
        double unit = Math.Sqrt(0.5);
        MapElement element = Rig.Element(MapClass.Divider, new Point2(6 * unit, 6 * unit), new Point2(18 * unit, 18 * unit));
        ChamferAveragePrecision metric = new();
        metric.Add("a", [], [element]);

        Assert.Equal([0, 1, 0], metric.Analyze([11.9, 12.1]).Parts[0].Rings.Select(r => r.GroundTruths));
    }

    [Fact]
    public void Detections_that_are_not_finite_count_in_the_outermost_ring()
    {
        ChamferAveragePrecision metric = new();
        metric.Add("a", [new MapDetection(MapClass.Divider, 0.5, [new Point2(double.NaN, 0), new Point2(0, 1)])], [Line(2)]);

        Assert.Equal([0, 0, 0, 1], metric.Analyze().Parts[0].Rings.Select(r => r.Predictions));
    }

    [Theory]
    [InlineData(0.0, 10.0)]
    [InlineData(10.0, 10.0)]
    [InlineData(10.0, double.PositiveInfinity)]
    [InlineData(double.NaN, 10.0)]
    public void Edges_that_do_not_rise_are_refused(double first, double second) =>
        Assert.Throws<ArgumentException>(() => new ChamferAveragePrecision().Analyze([first, second]));

    private static ChamferAveragePrecision Metric(string set)
    {
        ChamferAveragePrecision metric = new();
        foreach ((SampleDetections found, SampleAnnotations there) in new ChamferFixture(set).Samples())
        {
            metric.Add(there.SampleToken, found.Detections, there.Elements);
        }

        return metric;
    }

    private static MapElement Line(double x) => Rig.Element(MapClass.Divider, new Point2(x, -10), new Point2(x, 10));

    private static MapElement ShortLine(double y) => Rig.Element(MapClass.Divider, new Point2(-0.01, y), new Point2(0.01, y));

    private static MapDetection At(MapElement element, double score) => new(element.Class, score, element.Vertices.Vertices);
}
