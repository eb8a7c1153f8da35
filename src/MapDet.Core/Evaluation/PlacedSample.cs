using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.Core.Evaluation;

/// <summary>What is found and what is there of one class in one sample, with the rings in which it lies.</summary>
/// <param name="Detections">Those that count.</param>
/// <param name="TruthRings">The ring of each ground truth.</param>
internal sealed record PlacedSample(ImmutableArray<PlacedDetection> Detections, ImmutableArray<int> TruthRings)
{
    /// <summary>Places a sample.</summary>
    /// <param name="outcomes">How the detections of the class fared.</param>
    /// <param name="detections">All detections of the sample.</param>
    /// <param name="groundTruth">All ground truth of the sample.</param>
    /// <param name="mapClass">The class.</param>
    /// <param name="rings">The rings.</param>
    public static PlacedSample Create(
        DetectionOutcome[] outcomes, IReadOnlyList<MapDetection> detections, ImmutableArray<MapElement> groundTruth, MapClass mapClass, DistanceRings rings)
    {
        ImmutableArray<int> truthRings = [.. groundTruth.Where(e => e.Class == mapClass).Select(e => rings.Find(e.Vertices.Vertices))];
        return new PlacedSample(
            [
                .. outcomes.Select(o => new PlacedDetection(
                    o, rings.Find(detections[o.Position].Points), o.Nearest < 0 ? -1 : truthRings[o.Nearest])),
            ],
            truthRings);
    }
}
