using MapDet.Core.Geometry;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>A node (layer <c>node</c>): the only record that holds a place; all others refer to nodes.</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Place">World coordinates, metres.</param>
public sealed record NodeRecord(string Token, Point2 Place) : MapRecord(Token)
{
    internal override Geometry Shape() => RecordShapes.Point(this);
}
