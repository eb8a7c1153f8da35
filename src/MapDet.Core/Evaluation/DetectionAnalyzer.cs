using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.Core.Evaluation;

/// <summary>Takes the scores of one class apart.</summary>
internal sealed class DetectionAnalyzer
{
    private readonly MapClass _class;
    private readonly DistanceRings _rings;
    private readonly PlacedDetection[] _byScore;
    private readonly int[] _truthsOfRing;

    /// <param name="mapClass">The class.</param>
    /// <param name="samples">What is found and what is there of the class, sample by sample.</param>
    /// <param name="rings">The rings.</param>
    public DetectionAnalyzer(MapClass mapClass, IReadOnlyList<PlacedSample> samples, DistanceRings rings)
    {
        _class = mapClass;
        _rings = rings;
        _byScore = [.. samples.SelectMany(sample => sample.Detections).OrderByDescending(detection => detection.Outcome.Score)];
        _truthsOfRing = new int[rings.Count];
        foreach (int ring in samples.SelectMany(sample => sample.TruthRings))
        {
            _truthsOfRing[ring]++;
        }
    }

    /// <summary>Analyses one threshold.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="threshold">Metres.</param>
    public ThresholdAnalysis Analyze(int index, double threshold) => new(
        _class,
        threshold,
        Score(_byScore, index, _truthsOfRing.Sum(), 0, double.PositiveInfinity),
        Curve(index),
        [
            .. Enumerable.Range(0, _rings.Count).Select(ring => Score(
                [.. _byScore.Where(d => d.RingAt(index) == ring)], index, _truthsOfRing[ring], _rings.Start(ring), _rings.End(ring))),
        ]);

    private static RingScores Score(PlacedDetection[] detections, int index, int groundTruths, double from, double to)
    {
        double[] distances = [.. detections.Where(d => d.IsTrue(index)).Select(d => d.Outcome.Distance)];
        return new RingScores(
            from,
            to,
            groundTruths,
            detections.Length,
            distances.Length,
            AveragePrecision.Area([.. detections.Select(d => d.IsTrue(index))], groundTruths),
            distances.Length == 0 ? null : distances.Average());
    }

    private ImmutableArray<PrecisionRecallPoint> Curve(int index)
    {
        int total = _truthsOfRing.Sum();
        List<PrecisionRecallPoint> points = [];
        for (int i = 0; i < _byScore.Length; i++)
        {
            if (_byScore[i].IsTrue(index))
            {
                int found = points.Count + 1;
                points.Add(new PrecisionRecallPoint(_byScore[i].Outcome.Score, (double)found / total, (double)found / (i + 1), 0));
            }
        }

        double best = 0;
        for (int i = points.Count - 1; i >= 0; i--)
        {
            best = Math.Max(best, points[i].Precision);
            points[i] = points[i] with { InterpolatedPrecision = best };
        }

        return [.. points];
    }
}
