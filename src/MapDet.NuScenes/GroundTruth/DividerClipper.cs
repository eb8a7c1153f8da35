using MapDet.Core.Geometry;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>Cuts any divider to the patch, also one that meets itself, by the overlay that the reference uses.</summary>
internal static class DividerClipper
{
    private static readonly GeometryFactory Factory = new();

    /// <summary>
    /// The pieces inside the box (its border included), in order along the line and in its direction. The line is split where it meets the
    /// border and where it meets itself; a stretch that is run over more than once is kept once. Pieces without length are dropped.
    /// </summary>
    /// <param name="line">Patch coordinates.</param>
    /// <param name="box">The patch.</param>
    public static IEnumerable<Point2[]> Clip(Point2[] line, Envelope box)
    {
        Coordinate[] distinct = CoordinateArrays.RemoveRepeatedPoints(Array.ConvertAll(line, node => new Coordinate(node.X, node.Y)));
        if (distinct.Length < 2)
        {
            return [];
        }

        LineString whole = Factory.CreateLineString(BorderPoints.Insert(distinct, box));
        if (!box.Intersects(whole.EnvelopeInternal))
        {
            return [];
        }

        Geometry inside = OverlayNGRobust.Overlay(whole, Factory.ToGeometry(box), SpatialFunction.Intersection);
        return Enumerable.Range(0, inside.NumGeometries)
            .Select(inside.GetGeometryN)
            .OfType<LineString>()
            .Where(piece => piece.Length > 0)
            .Select(piece => Array.ConvertAll(piece.Coordinates, node => new Point2(node.X, node.Y)));
    }
}
