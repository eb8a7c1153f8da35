using MapDet.Core.Geometry;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>Turns world coordinates into those of a sample's map frame (x right, y ahead, metres).</summary>
internal sealed class PatchFrame
{
    private static readonly GeometryFactory Factory = new();

    private readonly double _centerX;
    private readonly double _centerY;
    private readonly double _cos;
    private readonly double _sin;

    public PatchFrame(MapFrame frame)
    {
        (_centerX, _centerY) = (frame.CenterX, frame.CenterY);
        (_sin, _cos) = Math.SinCos(frame.Angle);
    }

    public Point2[] ToPatch(Point2[] world) => Array.ConvertAll(world, ToPatch);

    public Polygon ToPatch(Polygon area) => Factory.CreatePolygon(ToPatch(area.Shell), Array.ConvertAll(area.Holes, ToPatch));

    public Point2 ToPatch(Point2 world)
    {
        double dx = world.X - _centerX;
        double dy = world.Y - _centerY;
        return new Point2((_cos * dx) + (_sin * dy), (_cos * dy) - (_sin * dx));
    }

    /// <summary>The world-aligned bounding box of a box of the patch, a little too large rather than too small.</summary>
    public Envelope WorldExtent(Envelope patch)
    {
        const double Margin = 1e-6;
        Envelope world = new();
        foreach ((double x, double y) in new[] { (patch.MinX, patch.MinY), (patch.MinX, patch.MaxY), (patch.MaxX, patch.MinY), (patch.MaxX, patch.MaxY) })
        {
            world.ExpandToInclude(_centerX + (_cos * x) - (_sin * y), _centerY + (_sin * x) + (_cos * y));
        }

        world.ExpandBy(Margin);
        return world;
    }

    private LinearRing ToPatch(LinearRing ring) => Factory.CreateLinearRing(Array.ConvertAll(ring.Coordinates, node =>
    {
        Point2 place = ToPatch(new Point2(node.X, node.Y));
        return new Coordinate(place.X, place.Y);
    }));
}
