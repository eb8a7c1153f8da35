using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>A thing that covers one polygon.</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Polygon">What it covers.</param>
public abstract record AreaRecord(string Token, PolygonRecord Polygon) : MapRecord(Token)
{
    internal sealed override Geometry Shape() => Polygon.Shape();
}
