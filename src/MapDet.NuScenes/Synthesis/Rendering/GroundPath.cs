using MapDet.NuScenes.Synthesis.Roads;
using NetTopologySuite.Geometries;
using SkiaSharp;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>Shapes on the ground as paths of the drawing library, in metres.</summary>
internal static class GroundPath
{
    /// <summary>The area of polygons with their holes.</summary>
    public static SKPath Of(Geometry area)
    {
        SKPath path = new() { FillType = SKPathFillType.EvenOdd };
        for (int i = 0; i < area.NumGeometries; i++)
        {
            Polygon polygon = (Polygon)area.GetGeometryN(i);
            AddRing(path, polygon.Shell);
            foreach (LinearRing hole in polygon.Holes)
            {
                AddRing(path, hole);
            }
        }

        return path;
    }

    /// <summary>A ring that is not closed.</summary>
    public static SKPath Ring(IReadOnlyList<Vector2D> points)
    {
        SKPath path = Line(points);
        path.Close();
        return path;
    }

    public static SKPath Line(IReadOnlyList<Vector2D> points)
    {
        SKPath path = new();
        AddLine(path, points);
        return path;
    }

    /// <summary>A dashed line; the pattern is centred, so that both ends look alike.</summary>
    public static SKPath Dashes(IReadOnlyList<Vector2D> points, double dash, double gap)
    {
        double length = Curve.Length(points);
        int count = Math.Max(1, (int)((length + gap) / (dash + gap)));
        double first = (length - ((count * (dash + gap)) - gap)) / 2;
        SKPath path = new();
        for (int i = 0; i < count; i++)
        {
            double start = first + (i * (dash + gap));
            AddLine(path, Piece(points, Math.Max(start, 0), start + dash));
        }

        return path;
    }

    private static void AddLine(SKPath path, IReadOnlyList<Vector2D> points)
    {
        path.MoveTo(ToPoint(points[0]));
        for (int i = 1; i < points.Count; i++)
        {
            path.LineTo(ToPoint(points[i]));
        }
    }

    private static List<Vector2D> Piece(IReadOnlyList<Vector2D> points, double from, double to)
    {
        List<Vector2D> piece = [];
        double passed = 0;
        for (int i = 1; i < points.Count; i++)
        {
            double length = points[i - 1].DistanceTo(points[i]);
            double enter = (from - passed) / length;
            double leave = (to - passed) / length;
            if (enter < 1 && leave > 0)
            {
                if (piece.Count == 0)
                {
                    piece.Add(Vector2D.Lerp(points[i - 1], points[i], Math.Max(enter, 0)));
                }

                piece.Add(Vector2D.Lerp(points[i - 1], points[i], Math.Min(leave, 1)));
            }

            passed += length;
        }

        return piece;
    }

    private static void AddRing(SKPath path, LineString ring)
    {
        Coordinate[] coordinates = ring.Coordinates;
        path.MoveTo((float)coordinates[0].X, (float)coordinates[0].Y);
        for (int i = 1; i < coordinates.Length - 1; i++)
        {
            path.LineTo((float)coordinates[i].X, (float)coordinates[i].Y);
        }

        path.Close();
    }

    private static SKPoint ToPoint(Vector2D point) => new((float)point.X, (float)point.Y);
}
