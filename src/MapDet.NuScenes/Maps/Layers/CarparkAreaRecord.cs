namespace MapDet.NuScenes.Maps.Layers;

/// <summary>A car park (layer <c>carpark_area</c>).</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Polygon">What it covers.</param>
/// <param name="Orientation">The direction of the parked cars, radians.</param>
/// <param name="RoadBlock">The road block that it lies on, if the map says.</param>
public sealed record CarparkAreaRecord(string Token, PolygonRecord Polygon, double Orientation, RoadBlockRecord? RoadBlock) : AreaRecord(Token, Polygon);
