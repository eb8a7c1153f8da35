using System.Collections.Immutable;
using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Evaluation;
using MapDet.Core.Geometry;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Evaluation;

public sealed class ChamferAveragePrecisionTests
{
    private static readonly string[] s_sets = ["main", "edge", "no_gt_class", "no_pred_class", "all_empty"];
    private static readonly string[] s_thresholdNames = ["0.5", "1.0", "1.5"];

    public static TheoryData<string> Sets => [.. s_sets];

    public static TheoryData<string, MapClass> SetsAndClasses
    {
        get
        {
            TheoryData<string, MapClass> data = [];
            foreach (string set in s_sets)
            {
                foreach (MapClass mapClass in MapClasses.All)
                {
                    data.Add(set, mapClass);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Average_precisions_are_those_of_the_reference(string set)
    {
        ChamferFixture fixture = new(set);

        MapMetrics metrics = PredictionEvaluator.Evaluate(fixture.Predictions, fixture.Annotations);

        Assert.Equal(fixture.Stable.GetProperty("mAP").GetDouble(), metrics.MeanAveragePrecision, 1e-6);
        Assert.Equal(Numbers(fixture.Stable, "num_gts"), metrics.Classes.Select(c => (double)c.GroundTruths));
        Assert.Equal(Numbers(fixture.Stable, "num_dets"), metrics.Classes.Select(c => (double)c.Predictions));
        for (int t = 0; t < 3; t++)
        {
            for (int c = 0; c < 3; c++)
            {
                Assert.Equal(fixture.Stable.GetProperty("ap")[t][c].GetDouble(), metrics.Classes[c].AveragePrecisions[t], 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(SetsAndClasses))]
    public void Each_prediction_fares_as_in_the_reference(string set, MapClass mapClass)
    {
        ChamferFixture fixture = new(set);
        // A wide radius finds the neighbours that are too far away to count, as the reference does.
        DetectionMatcher matcher = new(ChamferAveragePrecision.DefaultThresholds, radius: 99);
        JsonElement expected = fixture.Outcomes(mapClass);

        DetectionOutcome[] outcomes = [.. fixture.Samples().SelectMany(s => matcher.Match(s.Found.Detections, s.There.Elements, mapClass))];

        Assert.Equal(Numbers(expected, "vector"), outcomes.Select(o => (double)o.Position));
        Assert.Equal(Numbers(expected, "nearest_gt"), outcomes.Select(o => (double)o.Nearest));
        Assert.All(
            Numbers(expected, "nearest_distance").Zip(outcomes),
            pair => Assert.Equal(pair.First, pair.Second.Nearest < 0 ? 100 : pair.Second.Distance, 1e-6));
        for (int t = 0; t < 3; t++)
        {
            Assert.Equal(Numbers(expected.GetProperty("tp"), s_thresholdNames[t]), outcomes.Select(o => (double)((o.TruePositives >> t) & 1)));
        }
    }

    [Theory]
    [MemberData(nameof(SetsAndClasses))]
    public void Looking_no_farther_than_the_greatest_threshold_changes_no_verdict(string set, MapClass mapClass)
    {
        ChamferFixture fixture = new(set);
        DetectionMatcher near = new(ChamferAveragePrecision.DefaultThresholds, radius: 1.5);
        DetectionMatcher wide = new(ChamferAveragePrecision.DefaultThresholds, radius: 99);

        Assert.Equal(
            fixture.Samples().SelectMany(s => wide.Match(s.Found.Detections, s.There.Elements, mapClass)).Select(o => o.TruePositives),
            fixture.Samples().SelectMany(s => near.Match(s.Found.Detections, s.There.Elements, mapClass)).Select(o => o.TruePositives));
    }

    [Fact]
    public void Lines_are_resampled_as_in_the_reference()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllBytes(GoldenTensors.PathOf("losses", "chamfer_ap", "resample.json")));

        Assert.All(golden.RootElement.EnumerateArray(), line =>
        {
            ResampledLine resampled = new(Points(line.GetProperty("pts")));
            Assert.All(Points(line.GetProperty("resampled")).Index(), point =>
            {
                Assert.Equal(point.Item.X, resampled.X[point.Index], 1e-6);
                Assert.Equal(point.Item.Y, resampled.Y[point.Index], 1e-6);
            });
        });
    }

    [Fact]
    public void Predictions_equal_to_the_ground_truth_score_1_in_the_classes_that_are_there()
    {
        MapElement line = Rig.Element(MapClass.Divider, new Point2(0, 0), new Point2(0, 20));
        MapElement ring = Rig.Element(
            MapClass.PedCrossing, new Point2(-4, 5), new Point2(-4, 9), new Point2(6, 9), new Point2(6, 5), new Point2(-4, 5));
        ChamferAveragePrecision metric = new();
        metric.Add("a", [Detection(line, 0.9), Detection(ring, 0.8)], [line, ring]);
        metric.Add("b", [], []);

        MapMetrics metrics = metric.Compute();

        Assert.Equal([1, 1, 0], metrics.Classes.Select(c => c.AveragePrecision));
        Assert.Equal(2.0 / 3, metrics.MeanAveragePrecision, 1e-12);
        Assert.Equal(2, metrics.Samples);
    }

    [Fact]
    public void Detections_that_are_not_finite_are_false_and_no_more()
    {
        MapElement line = Rig.Element(MapClass.Divider, new Point2(0, 0), new Point2(0, 20));
        ChamferAveragePrecision metric = new();
        MapDetection lost = new(MapClass.Divider, double.NaN, [new Point2(double.NaN, 0), new Point2(0, double.PositiveInfinity)]);
        metric.Add("a", [lost, Detection(line, 0.5)], [line]);

        ClassMetrics divider = metric.Compute().Classes[0];

        Assert.Equal((2, 1.0), (divider.Predictions, divider.AveragePrecision));
    }

    [Fact]
    public void A_sample_can_not_be_added_twice()
    {
        ChamferAveragePrecision metric = new();
        metric.Add("a", [], []);

        Assert.Throws<ArgumentException>(() => metric.Add("a", [], []));
    }

    private static MapDetection Detection(MapElement element, double score) => new(element.Class, score, element.Points);

    private static double[] Numbers(JsonElement element, string property) =>
        [.. element.GetProperty(property).EnumerateArray().Select(value => value.GetDouble())];

    private static ImmutableArray<Point2> Points(JsonElement points) =>
        [.. points.EnumerateArray().Select(p => new Point2(p[0].GetDouble(), p[1].GetDouble()))];
}
