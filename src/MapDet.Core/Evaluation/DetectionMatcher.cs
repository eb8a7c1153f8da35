using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.Core.Evaluation;

/// <summary>Decides which detections of a sample are true.</summary>
/// <remarks>
/// Source: MapTR, <c>custom_tpfp_gen</c>. Each detection's nearest ground truth is fixed beforehand; in order of falling score it is taken, and a
/// detection whose nearest is taken already is false: it is not given the second nearest.
/// </remarks>
/// <param name="thresholds">Distances in metres up to which a detection is true, at most 32.</param>
/// <param name="radius">How far the nearest is looked for, metres; the greatest threshold is enough.</param>
internal sealed class DetectionMatcher(ImmutableArray<double> thresholds, double radius)
{
    /// <summary>Matches the detections of one class.</summary>
    /// <returns>One outcome a detection of two or more points, in the order of the detections.</returns>
    public DetectionOutcome[] Match(IReadOnlyList<MapDetection> detections, ImmutableArray<MapElement> groundTruth, MapClass mapClass)
    {
        List<DetectionOutcome> outcomes = [];
        ResampledLine[] targets = [.. groundTruth.Where(e => e.Class == mapClass).Select(e => new ResampledLine(e.Vertices.Vertices))];
        for (int position = 0; position < detections.Count; position++)
        {
            MapDetection detection = detections[position];
            if (detection.Class == mapClass && detection.Points.Length >= 2)
            {
                (int nearest, double distance) = Nearest(detection, targets);
                outcomes.Add(new DetectionOutcome(position, detection.Score, nearest, distance, 0));
            }
        }

        DetectionOutcome[] result = [.. outcomes];
        TakeNearest(result, targets.Length);
        return result;
    }

    private (int Nearest, double Distance) Nearest(MapDetection detection, ResampledLine[] targets)
    {
        int nearest = -1;
        double least = double.PositiveInfinity;
        if (targets.Length == 0)
        {
            return (nearest, least);
        }

        ResampledLine line = new(detection.Points);
        for (int i = 0; line.CanMatch && i < targets.Length; i++)
        {
            if (!targets[i].CanMatch)
            {
                continue;
            }

            double distance = ChamferDistance.Between(line, targets[i], radius);
            if (distance <= radius && distance < least && LineBufferTest.Intersect(line, targets[i]))
            {
                least = distance;
                nearest = i;
            }
        }

        return (nearest, least);
    }

    private void TakeNearest(DetectionOutcome[] outcomes, int targets)
    {
        uint[] taken = new uint[targets];
        foreach (int i in Enumerable.Range(0, outcomes.Length).OrderByDescending(i => outcomes[i].Score))
        {
            DetectionOutcome outcome = outcomes[i];
            uint within = 0;
            for (int t = 0; t < thresholds.Length; t++)
            {
                within |= outcome.Distance <= thresholds[t] ? 1u << t : 0;
            }

            if (outcome.Nearest >= 0)
            {
                outcomes[i] = outcome with { TruePositives = within & ~taken[outcome.Nearest] };
                taken[outcome.Nearest] |= within;
            }
        }
    }
}
