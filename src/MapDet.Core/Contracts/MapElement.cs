using System.Collections.Immutable;
using MapDet.Core.Geometry;

namespace MapDet.Core.Contracts;

/// <summary>A map element of the ground truth, in metres in the map frame of its sample.</summary>
/// <param name="Class">What it is.</param>
/// <param name="Vertices">The clipped line's own vertices; closed elements repeat the first one.</param>
/// <param name="Points">The line sampled at equal distances (20 points as a rule), rounded to float32 and clamped to the range.</param>
public sealed record MapElement(MapClass Class, Polyline Vertices, ImmutableArray<Point2> Points)
{
    /// <summary>True for a ring: the first vertex equals the last.</summary>
    public bool IsClosed => Vertices.IsClosed;
}
