using MapDet.NuScenes.Synthesis.Roads;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using SkiaSharp;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>The shadows that houses throw on the ground.</summary>
internal static class BuildingShadows
{
    private const double LongestShadow = 40;

    /// <summary>All shadows that may be seen in a rectangle, as one path: where two overlap it is no darker.</summary>
    public static SKPath In(GroundPlan plan, Envelope area, SceneLook look)
    {
        Envelope casting = area.Copy();
        casting.ExpandBy(LongestShadow);
        SKPath path = new() { FillType = SKPathFillType.Winding };
        foreach (Building building in plan.BuildingsIn(casting))
        {
            Vector2D shift = -Math.Min(building.Height * look.ShadowLength, LongestShadow) * look.Sun;
            Coordinate[] points = [.. building.Corners.Concat(building.Corners.Select(corner => corner + shift)).Select(p => new Coordinate(p.X, p.Y))];
            Coordinate[] hull = new ConvexHull(points, GeometryFactory.Default).GetConvexHull().Coordinates;
            path.AddPoly([.. hull.SkipLast(1).Select(c => new SKPoint((float)c.X, (float)c.Y))], close: true);
        }

        return path;
    }
}
