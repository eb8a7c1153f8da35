using System.Collections.Immutable;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>Polygons of the geometry library from rings of map places.</summary>
internal static class MapPolygon
{
    /// <summary>A polygon from rings that are not closed; empty holes are left out.</summary>
    public static Polygon Create(ImmutableArray<Vector2D> shell, params ReadOnlySpan<ImmutableArray<Vector2D>> holes)
    {
        List<LinearRing> rings = [];
        foreach (ImmutableArray<Vector2D> hole in holes)
        {
            if (!hole.IsEmpty)
            {
                rings.Add(Ring(hole));
            }
        }

        return GeometryFactory.Default.CreatePolygon(Ring(shell), [.. rings]);
    }

    private static LinearRing Ring(ImmutableArray<Vector2D> points) =>
        GeometryFactory.Default.CreateLinearRing([.. points.Select(p => new Coordinate(p.X, p.Y)), new Coordinate(points[0].X, points[0].Y)]);
}
