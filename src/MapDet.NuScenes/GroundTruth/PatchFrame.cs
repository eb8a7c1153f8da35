using MapDet.Core.Geometry;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>Turns world coordinates into those of a sample's map frame (x right, y ahead, metres).</summary>
internal sealed class PatchFrame
{
    private readonly double _centerX;
    private readonly double _centerY;
    private readonly double _cos;
    private readonly double _sin;

    public PatchFrame(MapFrame frame)
    {
        (_centerX, _centerY) = (frame.CenterX, frame.CenterY);
        (_sin, _cos) = Math.SinCos(frame.Angle);
    }

    public Coordinate[] ToPatch(Coordinate[] world) => Array.ConvertAll(world, node => ToPatch(node.X, node.Y));

    public Coordinate ToPatch(double x, double y)
    {
        double dx = x - _centerX;
        double dy = y - _centerY;
        return new Coordinate((_cos * dx) + (_sin * dy), (_cos * dy) - (_sin * dx));
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
}
