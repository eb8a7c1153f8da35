using MapDet.Core.Geometry;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>
/// Puts a vertex wherever a line crosses the border of a box. The vertex lies exactly on the border and does not depend on the direction
/// of the segment, so that two areas that share an edge get the very same point: with points that differ by 1e-13 m their union would
/// keep a cut along the whole edge.
/// </summary>
internal static class BorderPoints
{
    private const int MostCrossings = 4;

    /// <summary>The line with the crossings put in; the array itself if there are none.</summary>
    public static Coordinate[] Insert(Coordinate[] line, Envelope box)
    {
        List<Coordinate>? result = null;
        Span<Point2> crossings = stackalloc Point2[MostCrossings];
        for (int i = 0; i + 1 < line.Length; i++)
        {
            int count = Cross(new Point2(line[i].X, line[i].Y), new Point2(line[i + 1].X, line[i + 1].Y), box, crossings);
            if (count > 0 && result is null)
            {
                result = [.. line[..i]];
            }

            result?.Add(line[i]);
            for (int crossing = 0; crossing < count; crossing++)
            {
                result!.Add(new Coordinate(crossings[crossing].X, crossings[crossing].Y));
            }
        }

        result?.Add(line[^1]);
        return result is null ? line : [.. result];
    }

    /// <summary>Where a segment crosses the border of a box, in order along the segment; its own ends do not count.</summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="box">The box.</param>
    /// <param name="crossings">Takes up to four places.</param>
    /// <returns>Their number.</returns>
    public static int Cross(Point2 from, Point2 to, Envelope box, Span<Point2> crossings)
    {
        bool isForward = from.X < to.X || (from.X == to.X && from.Y <= to.Y);
        (Point2 a, Point2 b) = isForward ? (from, to) : (to, from);
        int count = 0;
        CrossVertical(a, b, box.MinX, box, crossings, ref count);
        CrossVertical(a, b, box.MaxX, box, crossings, ref count);
        CrossHorizontal(a, b, box.MinY, box, crossings, ref count);
        CrossHorizontal(a, b, box.MaxY, box, crossings, ref count);
        Span<Point2> found = crossings[..count];
        found.Sort((first, second) => first.DistanceTo(from).CompareTo(second.DistanceTo(from)));
        return count;
    }

    private static void CrossVertical(Point2 a, Point2 b, double x, Envelope box, Span<Point2> crossings, ref int count)
    {
        if ((a.X < x && x < b.X) || (b.X < x && x < a.X))
        {
            double y = a.Y + ((b.Y - a.Y) * ((x - a.X) / (b.X - a.X)));
            AddIfOnBorder(new Point2(x, y), box, crossings, ref count);
        }
    }

    private static void CrossHorizontal(Point2 a, Point2 b, double y, Envelope box, Span<Point2> crossings, ref int count)
    {
        if ((a.Y < y && y < b.Y) || (b.Y < y && y < a.Y))
        {
            double x = a.X + ((b.X - a.X) * ((y - a.Y) / (b.Y - a.Y)));
            AddIfOnBorder(new Point2(x, y), box, crossings, ref count);
        }
    }

    private static void AddIfOnBorder(Point2 crossing, Envelope box, Span<Point2> crossings, ref int count)
    {
        if (box.Contains(crossing.X, crossing.Y) && !crossings[..count].Contains(crossing))
        {
            crossings[count++] = crossing;
        }
    }
}
