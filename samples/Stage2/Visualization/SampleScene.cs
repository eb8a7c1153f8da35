using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.Stage2.Visualization;

/// <summary>What a picture of a sample shows.</summary>
/// <param name="SampleToken">The sample's name.</param>
/// <param name="Heading">Scene and location.</param>
/// <param name="GroundTruth">What is there; null where unknown.</param>
/// <param name="Detections">What was found; null for pictures of the ground truth alone.</param>
/// <param name="Frame">The cameras; null where there are no pictures to draw onto.</param>
internal sealed record SampleScene(
    string SampleToken,
    string Heading,
    ImmutableArray<MapElement>? GroundTruth,
    IReadOnlyList<MapDetection>? Detections,
    SurroundFrame? Frame)
{
    /// <summary>The lines of the ground truth by class.</summary>
    public IEnumerable<(MapClass Class, IReadOnlyList<Point2> Points)> GroundTruthLines() =>
        GroundTruth is { } elements ? elements.Select(e => (e.Class, (IReadOnlyList<Point2>)e.Vertices.Vertices)) : [];
}
