using System.Collections.Immutable;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.Maps;

/// <summary>A record of a layer of lines: a road divider or a lane divider.</summary>
/// <param name="Token">The record's unique name.</param>
/// <param name="Nodes">Its nodes in world coordinates, metres; there may be none.</param>
public sealed record MapLineRecord(string Token, ImmutableArray<Point2> Nodes);
