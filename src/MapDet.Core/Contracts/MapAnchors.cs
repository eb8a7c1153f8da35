using System.Collections.Immutable;
using MapDet.Core.Geometry;

namespace MapDet.Core.Contracts;

/// <summary>The polylines that the decoder's instances start from.</summary>
/// <param name="Polylines">One an instance, each with P points in metres in the map frame.</param>
public sealed record MapAnchors(ImmutableArray<ImmutableArray<Point2>> Polylines);
