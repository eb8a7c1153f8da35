using MapDet.Core.Geometry;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>Outlines of unions of areas: pedestrian crossings and the boundary of the road.</summary>
internal static class AreaOutlines
{
    /// <summary>Rings of a smaller area (m²) are gaps or spurs that rounding leaves in a union, not things of the map.</summary>
    public const double LeastRingArea = 1e-6;

    /// <summary>How far inside the patch boundaries end, metres; this drops what runs along its border.</summary>
    public const double BoundaryInset = 0.2;

    private static readonly GeometryFactory Factory = new();

    /// <summary>The box that boundaries lie in: the patch less <see cref="BoundaryInset"/>.</summary>
    public static Envelope BoundaryBox(Envelope box)
    {
        Envelope inner = box.Copy();
        inner.ExpandBy(-BoundaryInset);
        return inner;
    }

    /// <summary>The closed outlines of the union of crossings, cut to the patch.</summary>
    /// <param name="crossings">Valid areas in patch coordinates.</param>
    /// <param name="box">The patch.</param>
    public static List<Point2[]> Crossings(IEnumerable<Polygon> crossings, Envelope box) => Rings(Union(Cut(crossings, box)));

    /// <summary>The outlines of the union of road segments and lanes, cut to the patch and ending 0.2 m inside it.</summary>
    /// <param name="roads">Valid areas of road segments in patch coordinates.</param>
    /// <param name="lanes">Valid areas of lanes.</param>
    /// <param name="box">The patch.</param>
    public static List<Point2[]> Boundaries(IEnumerable<Polygon> roads, IEnumerable<Polygon> lanes, Envelope box)
    {
        BoxClipper clipper = new(BoundaryBox(box));
        List<Point2[]> boundaries = [];
        foreach (Point2[] ring in OfUnion(Cut(roads, box), Cut(lanes, box)))
        {
            clipper.ClipRing(ring, boundaries);
        }

        return boundaries;
    }

    /// <summary>The outlines of the union of road segments and lanes.</summary>
    /// <remarks>
    /// Two stages, as in the reference: lane ends lie on edges that road segments share, and one union of all would leave slivers there.
    /// </remarks>
    public static List<Point2[]> OfUnion(IEnumerable<Geometry> roads, IEnumerable<Geometry> lanes) => Rings(Union([Union(roads), Union(lanes)]));

    private static IEnumerable<Geometry> Cut(IEnumerable<Polygon> areas, Envelope box)
    {
        Polygon patch = (Polygon)Factory.ToGeometry(box);
        foreach (Polygon area in areas)
        {
            Envelope extent = area.EnvelopeInternal;
            if (box.Contains(extent))
            {
                yield return area;
            }
            else if (box.Intersects(extent))
            {
                foreach (Polygon part in Polygons(OverlayNGRobust.Overlay(WithBorderPoints(area, box), patch, SpatialFunction.Intersection)))
                {
                    yield return part;
                }
            }
        }
    }

    private static Polygon WithBorderPoints(Polygon area, Envelope box) => Factory.CreatePolygon(
        Factory.CreateLinearRing(BorderPoints.Insert(area.Shell.Coordinates, box)),
        Array.ConvertAll(area.Holes, hole => Factory.CreateLinearRing(BorderPoints.Insert(hole.Coordinates, box))));

    private static Geometry Union(IEnumerable<Geometry> areas)
    {
        Geometry[] parts = [.. areas.Where(area => !area.IsEmpty)];
        return parts.Length switch
        {
            0 => Factory.CreatePolygon(),
            1 => parts[0],
            _ => OverlayNGRobust.Union(parts),
        };
    }

    // All shells come before all holes. Seen with x right and y up, shells run clockwise and holes against the clock: the covered area is
    // always on the right of the direction of travel.
    private static List<Point2[]> Rings(Geometry union)
    {
        Polygon[] polygons = [.. Polygons(union)];
        IEnumerable<Coordinate[]> shells = polygons.Select(polygon => Oriented(polygon.Shell, isCounterClockwise: false));
        IEnumerable<Coordinate[]> holes = polygons.SelectMany(polygon => polygon.Holes).Select(hole => Oriented(hole, isCounterClockwise: true));
        return [.. shells
            .Concat(holes)
            .Where(ring => Area.OfRing(ring) >= LeastRingArea)
            .Select(ring => Array.ConvertAll(ring, node => new Point2(node.X, node.Y)))];
    }

    private static IEnumerable<Polygon> Polygons(Geometry geometry) =>
        Enumerable.Range(0, geometry.NumGeometries).Select(geometry.GetGeometryN).OfType<Polygon>().Where(polygon => !polygon.IsEmpty);

    private static Coordinate[] Oriented(LinearRing ring, bool isCounterClockwise)
    {
        Coordinate[] nodes = ring.Coordinates;
        return Orientation.IsCCW(nodes) == isCounterClockwise ? nodes : [.. nodes.Reverse()];
    }
}
