using System.Collections.Immutable;
using MapDet.Core.Geometry;

namespace MapDet.Core.Contracts;

/// <summary>A detected map element.</summary>
/// <param name="Class">What it is.</param>
/// <param name="Score">Confidence in [0, 1].</param>
/// <param name="Points">In metres in the map frame of the sample.</param>
public sealed record MapDetection(MapClass Class, double Score, ImmutableArray<Point2> Points);
