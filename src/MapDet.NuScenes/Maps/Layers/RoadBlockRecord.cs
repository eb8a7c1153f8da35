namespace MapDet.NuScenes.Maps.Layers;

/// <summary>The lanes of one direction of a road segment (layer <c>road_block</c>).</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Polygon">What it covers.</param>
/// <param name="FromEdge">The edge where traffic enters, if the map says.</param>
/// <param name="ToEdge">The edge where traffic leaves, if the map says.</param>
/// <param name="RoadSegment">The road segment that it belongs to, if the map says.</param>
public sealed record RoadBlockRecord(
    string Token, PolygonRecord Polygon, LineRecord? FromEdge, LineRecord? ToEdge, RoadSegmentRecord? RoadSegment) : AreaRecord(Token, Polygon);
