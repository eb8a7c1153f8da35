using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>Areas of a vector map as polygons of the geometry library.</summary>
internal static class AreaPolygon
{
    private static readonly GeometryFactory Factory = new();

    /// <summary>The areas that count: valid in the OGC sense and not empty. Others are passed over as a whole, not repaired, as in the reference.</summary>
    /// <param name="areas">A layer.</param>
    /// <param name="layer">Its name for messages.</param>
    /// <exception cref="MapDetException">An outline has too few nodes, or a node is no place.</exception>
    public static IEnumerable<Polygon> ValidOnes(ImmutableArray<MapArea> areas, string layer) =>
        areas.Select(area => Create(area, layer)).Where(polygon => !polygon.IsEmpty && polygon.IsValid);

    /// <summary>The polygon of an area; empty if it has no nodes.</summary>
    public static Polygon Create(MapArea area, string layer) => area.Shell.IsEmpty
        ? Factory.CreatePolygon()
        : Factory.CreatePolygon(Ring(area, area.Shell, layer), [.. area.Holes.Select(hole => Ring(area, hole, layer))]);

    private static LinearRing Ring(MapArea area, ImmutableArray<Point2> nodes, string layer)
    {
        if (nodes.Length < MapArea.LeastNodes)
        {
            throw new MapDetException($"Layer '{layer}', record '{area.Token}': the number of nodes is {nodes.Length}, but a ring needs three.");
        }

        foreach (Point2 node in nodes)
        {
            PlaceCheck.Expect(node, layer, area.Token);
        }

        IEnumerable<Coordinate> ring = nodes.Select(node => new Coordinate(node.X, node.Y));
        return Factory.CreateLinearRing([.. nodes[0] == nodes[^1] ? ring : ring.Append(new Coordinate(nodes[0].X, nodes[0].Y))]);
    }
}
