using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.Core.Decoding;

/// <summary>
/// Brings polylines that say the same into the same order of points: open lines run ahead (to the right if they run
/// across), rings run counter-clockwise from their rear left end.
/// </summary>
internal static class PolylineOrientation
{
    /// <summary>The points of an element in normal order: x0, y0, x1, ….</summary>
    public static double[] Normalize(MapElement element, int points)
    {
        ImmutableArray<Point2> line = element.Points.Length == points ? element.Points : element.Vertices.Resample(points);
        return Flatten(element.IsClosed ? Ring(line) : Open(line));
    }

    /// <summary>The mirror image (x to -x) of a vector of <see cref="Normalize"/>, in normal order again.</summary>
    public static double[] Mirror(double[] vector, bool isRing)
    {
        ImmutableArray<Point2> line = [.. Enumerable.Range(0, vector.Length / 2).Select(i => new Point2(-vector[2 * i], vector[(2 * i) + 1]))];
        return Flatten(isRing ? Ring(line) : Open(line));
    }

    private static ImmutableArray<Point2> Open(ImmutableArray<Point2> line)
    {
        double dx = line[^1].X - line[0].X;
        double dy = line[^1].Y - line[0].Y;
        bool runsBack = Math.Abs(dy) >= Math.Abs(dx) ? dy < 0 : dx < 0;
        return runsBack ? [.. line.Reverse()] : line;
    }

    private static ImmutableArray<Point2> Ring(ImmutableArray<Point2> line)
    {
        Point2[] ring = [.. line.Take(line.Length - 1)];
        if (SignedArea(ring) < 0)
        {
            Array.Reverse(ring);
        }

        int start = Enumerable.Range(0, ring.Length).MinBy(i => ring[i].X + ring[i].Y);
        return [.. Enumerable.Range(0, line.Length).Select(i => ring[(start + i) % ring.Length])];
    }

    private static double SignedArea(Point2[] ring) => Enumerable.Range(0, ring.Length)
        .Sum(i => (ring[i].X * ring[(i + 1) % ring.Length].Y) - (ring[(i + 1) % ring.Length].X * ring[i].Y));

    private static double[] Flatten(ImmutableArray<Point2> line) => [.. line.SelectMany(p => new[] { p.X, p.Y })];
}
