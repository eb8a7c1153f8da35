namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>Smooth curves as dense polylines.</summary>
internal static class Curve
{
    /// <summary>A cubic Bézier curve, both ends included.</summary>
    public static List<Vector2D> Bezier(Vector2D a, Vector2D b, Vector2D c, Vector2D d, int pieces)
    {
        List<Vector2D> points = new(pieces + 1);
        for (int i = 0; i <= pieces; i++)
        {
            double t = (double)i / pieces;
            double s = 1 - t;
            points.Add((s * s * s * a) + (3 * s * s * t * b) + (3 * s * t * t * c) + (t * t * t * d));
        }

        return points;
    }

    /// <summary>The curve from one place and direction to another; the handles reach the given share of the distance.</summary>
    public static List<Vector2D> Connect(Vector2D from, Vector2D fromDirection, Vector2D to, Vector2D toDirection, double handle, int pieces)
    {
        double reach = handle * from.DistanceTo(to);
        return Bezier(from, from + (reach * fromDirection), to - (reach * toDirection), to, pieces);
    }

    public static double Length(IReadOnlyList<Vector2D> points)
    {
        double length = 0;
        for (int i = 1; i < points.Count; i++)
        {
            length += points[i - 1].DistanceTo(points[i]);
        }

        return length;
    }

    /// <summary>The line shifted to its left by a distance (to its right if negative).</summary>
    public static List<Vector2D> Shift(IReadOnlyList<Vector2D> points, double distance)
    {
        List<Vector2D> shifted = new(points.Count);
        for (int i = 0; i < points.Count; i++)
        {
            Vector2D along = points[Math.Min(i + 1, points.Count - 1)] - points[Math.Max(i - 1, 0)];
            shifted.Add(points[i] + (distance * along.Normalized().Left));
        }

        return shifted;
    }
}
