namespace MapDet.NuScenes.Maps.Layers;

/// <summary>A walkway beside a road (layer <c>walkway</c>).</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Polygon">What it covers.</param>
public sealed record WalkwayRecord(string Token, PolygonRecord Polygon) : AreaRecord(Token, Polygon);
