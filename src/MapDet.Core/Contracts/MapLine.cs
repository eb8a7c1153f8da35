using System.Collections.Immutable;
using MapDet.Core.Geometry;

namespace MapDet.Core.Contracts;

/// <summary>A line of a vector map, such as a divider.</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Nodes">World coordinates, metres; there may be none.</param>
public sealed record MapLine(string Token, ImmutableArray<Point2> Nodes);
