using MapDet.Core.Geometry;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Tests.GroundTruth;

/// <summary>Compares lines that were computed in different ways.</summary>
internal static class LineAssert
{
    private const double Tolerance = 1e-5;

    // Whether a contact of less than a micrometre counts hangs on the last bits of the pose.
    private const double LeastLength = 1e-6;

    /// <summary>The same lines in the same direction, in any order; rings may begin anywhere.</summary>
    /// <param name="expected">Lines.</param>
    /// <param name="actual">Lines to compare with them.</param>
    /// <param name="tolerance">How far places may lie apart, metres.</param>
    public static void SameLines(IEnumerable<Polyline> expected, IEnumerable<Polyline> actual, double tolerance = Tolerance)
    {
        List<Polyline> left = [.. actual.Where(line => line.Length > LeastLength)];
        foreach (Polyline line in expected.Where(line => line.Length > LeastLength))
        {
            int match = left.FindIndex(candidate => AreSame(line, candidate, tolerance));
            Assert.True(match >= 0, $"nothing equals the line from {line.Vertices[0]} to {line.Vertices[^1]}, {line.Length} m, closed: {line.IsClosed}");
            left.RemoveAt(match);
        }

        Assert.Empty(left);
    }

    /// <summary>Whether a piece runs along a line in its direction: seen along the line, its places never go back.</summary>
    public static bool RunsAlong(Polyline piece, Point2[] line)
    {
        for (int segment = 0; segment + 1 < line.Length; segment++)
        {
            if (IsPartOf(piece.Vertices[0], piece.Vertices[1], line[segment], line[segment + 1]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A place a centimetre to the right of the middle of a line's longest segment.</summary>
    public static Coordinate RightOf(Polyline line)
    {
        int longest = Enumerable.Range(1, line.Vertices.Length - 1).MaxBy(i => line.Vertices[i - 1].DistanceTo(line.Vertices[i]));
        (Point2 a, Point2 b) = (line.Vertices[longest - 1], line.Vertices[longest]);
        double length = a.DistanceTo(b);
        return new Coordinate(
            ((a.X + b.X) / 2) + (0.01 * (b.Y - a.Y) / length),
            ((a.Y + b.Y) / 2) - (0.01 * (b.X - a.X) / length));
    }

    private static bool IsPartOf(Point2 from, Point2 to, Point2 start, Point2 end)
    {
        double length = start.DistanceTo(end);
        if (length == 0)
        {
            return false;
        }

        (double along, double aside) Seen(Point2 p)
        {
            (double ux, double uy) = ((end.X - start.X) / length, (end.Y - start.Y) / length);
            (double dx, double dy) = (p.X - start.X, p.Y - start.Y);
            return ((dx * ux) + (dy * uy), (dy * ux) - (dx * uy));
        }

        (double along, double aside) first = Seen(from);
        (double along, double aside) second = Seen(to);
        return Math.Abs(first.aside) < Tolerance && Math.Abs(second.aside) < Tolerance
            && first.along >= -Tolerance && second.along <= length + Tolerance && first.along <= second.along;
    }

    private static bool AreSame(Polyline a, Polyline b, double tolerance)
    {
        if (a.IsClosed != b.IsClosed || Math.Abs(a.Length - b.Length) > tolerance)
        {
            return false;
        }

        if (!a.IsClosed)
        {
            return a.Resample(20).Zip(b.Resample(20), (p, q) => p.DistanceTo(q)).All(distance => distance <= tolerance);
        }

        return SignedArea(a) * SignedArea(b) >= 0 && a.Vertices.All(vertex => Distance(vertex, b) <= tolerance) && b.Vertices.All(vertex => Distance(vertex, a) <= tolerance);
    }

    private static double SignedArea(Polyline ring) => Enumerable.Range(1, ring.Vertices.Length - 1)
        .Sum(i => (ring.Vertices[i - 1].X * ring.Vertices[i].Y) - (ring.Vertices[i].X * ring.Vertices[i - 1].Y));

    private static double Distance(Point2 place, Polyline line) => new LineString(
        [.. line.Vertices.Select(vertex => new Coordinate(vertex.X, vertex.Y))]).Distance(new NetTopologySuite.Geometries.Point(place.X, place.Y));
}
