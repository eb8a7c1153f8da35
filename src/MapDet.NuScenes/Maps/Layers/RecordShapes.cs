using System.Collections.Immutable;
using MapDet.NuScenes.GroundTruth;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>Records as shapes of the geometry library, in world coordinates.</summary>
internal static class RecordShapes
{
    private static readonly GeometryFactory Factory = new();

    /// <summary>The shape of what lies nowhere.</summary>
    public static Geometry Nowhere { get; } = Factory.CreatePolygon();

    public static Geometry Point(NodeRecord node) => Factory.CreatePoint(Coordinate(node));

    public static Geometry Line(ImmutableArray<NodeRecord> nodes) => Factory.CreateLineString([.. nodes.Select(Coordinate)]);

    public static Geometry Polygon(PolygonRecord polygon) => AreaPolygon.Create(polygon.ToArea(), "polygon");

    public static Geometry Polygons(ImmutableArray<PolygonRecord> polygons) => Factory.BuildGeometry(polygons.Select(Polygon));

    private static Coordinate Coordinate(NodeRecord node) => new(node.Place.X, node.Place.Y);
}
