using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>
/// A way across an intersection from one lane to another (layer <c>lane_connector</c>). Its neighbours and centre line are in
/// <see cref="Lanes.LaneNetwork"/>.
/// </summary>
/// <param name="Token">Its unique name within the layer, and its key in the lane network.</param>
/// <param name="Polygon">What it covers; some have none.</param>
public sealed record LaneConnectorRecord(string Token, PolygonRecord? Polygon) : MapRecord(Token)
{
    internal override Geometry Shape() => Polygon is null ? RecordShapes.Nowhere : Polygon.Shape();
}
