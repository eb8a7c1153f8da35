using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>
/// Puts a vertex wherever a line crosses the border of a box. The vertex lies exactly on the border and does not depend on the direction
/// of the segment, so that two areas that share an edge get the very same point: with points that differ by 1e-13 m their union would
/// keep a cut along the whole edge.
/// </summary>
internal static class BorderPoints
{
    /// <summary>The line with the crossings put in; the array itself if there are none.</summary>
    public static Coordinate[] Insert(Coordinate[] line, Envelope box)
    {
        List<Coordinate>? result = null;
        List<Coordinate> crossings = [];
        for (int i = 0; i + 1 < line.Length; i++)
        {
            crossings.Clear();
            Cross(line[i], line[i + 1], box, crossings);
            if (crossings.Count > 0 && result is null)
            {
                result = [.. line[..i]];
            }

            result?.Add(line[i]);
            result?.AddRange(crossings);
        }

        result?.Add(line[^1]);
        return result is null ? line : [.. result];
    }

    private static void Cross(Coordinate from, Coordinate to, Envelope box, List<Coordinate> crossings)
    {
        bool isForward = from.CompareTo(to) <= 0;
        (Coordinate a, Coordinate b) = isForward ? (from, to) : (to, from);
        foreach (double x in (ReadOnlySpan<double>)[box.MinX, box.MaxX])
        {
            if ((a.X < x && x < b.X) || (b.X < x && x < a.X))
            {
                double y = a.Y + ((b.Y - a.Y) * ((x - a.X) / (b.X - a.X)));
                AddIfOnBorder(new Coordinate(x, y), box, crossings);
            }
        }

        foreach (double y in (ReadOnlySpan<double>)[box.MinY, box.MaxY])
        {
            if ((a.Y < y && y < b.Y) || (b.Y < y && y < a.Y))
            {
                double x = a.X + ((b.X - a.X) * ((y - a.Y) / (b.Y - a.Y)));
                AddIfOnBorder(new Coordinate(x, y), box, crossings);
            }
        }

        crossings.Sort((first, second) => first.Distance(from).CompareTo(second.Distance(from)));
    }

    private static void AddIfOnBorder(Coordinate crossing, Envelope box, List<Coordinate> crossings)
    {
        if (box.Contains(crossing) && !crossings.Exists(other => other.Equals2D(crossing)))
        {
            crossings.Add(crossing);
        }
    }
}
