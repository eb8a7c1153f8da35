using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Maps;

/// <summary>A record of a layer of areas: a road segment, a lane or a pedestrian crossing.</summary>
/// <param name="Token">The record's unique name.</param>
/// <param name="Geometry">Its area in world coordinates, metres; empty if it has no nodes.</param>
/// <param name="IsValid">True if the area is valid in the OGC sense. Others are passed over by the ground truth, not repaired.</param>
public sealed record MapPolygonRecord(string Token, Polygon Geometry, bool IsValid);
