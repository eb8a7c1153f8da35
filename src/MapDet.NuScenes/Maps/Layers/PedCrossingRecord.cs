namespace MapDet.NuScenes.Maps.Layers;

/// <summary>A pedestrian crossing (layer <c>ped_crossing</c>).</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Polygon">What it covers.</param>
/// <param name="RoadSegment">The road segment that it lies on, if the map says.</param>
public sealed record PedCrossingRecord(string Token, PolygonRecord Polygon, RoadSegmentRecord? RoadSegment) : AreaRecord(Token, Polygon);
