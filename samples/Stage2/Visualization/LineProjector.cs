using MapDet.Core.Geometry;
using SkiaSharp;

namespace MapDet.Stage2.Visualization;

/// <summary>Draws lines of the ground into a camera's picture: sampled densely, so that they bend as the lens sees them, and cut before the camera.</summary>
internal static class LineProjector
{
    /// <summary>What lies nearer than this in front of the camera is cut off, metres.</summary>
    public const double NearPlane = 0.5;

    private const double Spacing = 0.25;

    /// <summary>Projects a line on the ground.</summary>
    /// <param name="camera">Where it looks from.</param>
    /// <param name="points">Metres in the map frame, z = 0.</param>
    /// <returns>The visible stretches in pixels; none is outside the picture altogether.</returns>
    public static IReadOnlyList<SKPoint[]> Project(CameraModel camera, IReadOnlyList<Point2> points)
    {
        List<SKPoint[]> stretches = [];
        List<SKPoint> current = [];
        Point3? previous = null;
        foreach (Point2 point in Densify(points))
        {
            Point3 place = camera.MapToCamera.Apply(new Point3(point.X, point.Y, 0));
            if (previous is Point3 before && (before.Z < NearPlane) != (place.Z < NearPlane))
            {
                current.Add(Pixel(camera, AtNearPlane(before, place)));
            }

            if (place.Z >= NearPlane)
            {
                current.Add(Pixel(camera, place));
            }
            else
            {
                Finish(camera, current, stretches);
            }

            previous = place;
        }

        Finish(camera, current, stretches);
        return stretches;
    }

    private static IEnumerable<Point2> Densify(IReadOnlyList<Point2> points)
    {
        yield return points[0];
        for (int i = 1; i < points.Count; i++)
        {
            (Point2 a, Point2 b) = (points[i - 1], points[i]);
            int pieces = Math.Max(1, (int)Math.Ceiling(a.DistanceTo(b) / Spacing));
            for (int k = 1; k <= pieces; k++)
            {
                double t = (double)k / pieces;
                yield return new Point2(a.X + (t * (b.X - a.X)), a.Y + (t * (b.Y - a.Y)));
            }
        }
    }

    private static Point3 AtNearPlane(Point3 a, Point3 b)
    {
        double t = (NearPlane - a.Z) / (b.Z - a.Z);
        return new Point3(a.X + (t * (b.X - a.X)), a.Y + (t * (b.Y - a.Y)), NearPlane);
    }

    private static SKPoint Pixel(CameraModel camera, Point3 p)
    {
        CameraIntrinsics k = camera.Intrinsics;
        return new SKPoint(
            (float)((((k.FocalX * p.X) + (k.Skew * p.Y)) / p.Z) + k.CenterX),
            (float)((k.FocalY * p.Y / p.Z) + k.CenterY));
    }

    private static void Finish(CameraModel camera, List<SKPoint> current, List<SKPoint[]> stretches)
    {
        if (current.Count > 1 && SKRect.Create(camera.Width, camera.Height).IntersectsWith(Bounds(current)))
        {
            stretches.Add([.. current]);
        }

        current.Clear();
    }

    private static SKRect Bounds(List<SKPoint> points) =>
        new(points.Min(p => p.X), points.Min(p => p.Y), points.Max(p => p.X) + 1, points.Max(p => p.Y) + 1);
}
