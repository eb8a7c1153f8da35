namespace MapDet.NuScenes.Maps.Layers;

/// <summary>A piece of road, all directions together (layer <c>road_segment</c>).</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Polygon">What it covers.</param>
/// <param name="IsIntersection">True for an intersection.</param>
/// <param name="DrivableArea">The drivable area that it belongs to, if the map says.</param>
public sealed record RoadSegmentRecord(string Token, PolygonRecord Polygon, bool IsIntersection, DrivableAreaRecord? DrivableArea)
    : AreaRecord(Token, Polygon);
