using MapDet.Core.Geometry;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>
/// Cuts lines to a box without the overlay of a geometry library: exact for lines that do not meet themselves, and many times as fast.
/// </summary>
internal sealed class BoxClipper(Envelope box)
{
    private const int MostCrossings = 4;

    private readonly List<Point2> _stretch = [];

    /// <summary>The stretches of a line inside the box (its border included), in order along the line. Contacts in a point are dropped.</summary>
    public void ClipLine(ReadOnlySpan<Point2> line, List<Point2[]> pieces)
    {
        _stretch.Clear();
        for (int i = 0; i + 1 < line.Length; i++)
        {
            if (TryCut(line[i], line[i + 1], out Point2 first, out Point2 last))
            {
                Extend(line[i], line[i + 1], first, last, pieces);
            }
            else
            {
                Finish(pieces);
            }
        }

        Finish(pieces);
    }

    /// <summary>Every longest stretch of a ring inside the box as a line in the ring's direction; the ring itself if it lies wholly inside.</summary>
    /// <param name="ring">A ring that does not meet itself; its first vertex is repeated at the end.</param>
    /// <param name="pieces">Takes them.</param>
    public void ClipRing(ReadOnlySpan<Point2> ring, List<Point2[]> pieces)
    {
        int outside = 0;
        while (outside < ring.Length && IsInside(ring[outside]))
        {
            outside++;
        }

        if (outside == ring.Length)
        {
            pieces.Add(ring.ToArray());
            return;
        }

        // Begun outside, no stretch runs across the ring's own start.
        ClipLine([.. ring[outside..^1], .. ring[..(outside + 1)]], pieces);
    }

    private void Extend(Point2 from, Point2 to, Point2 first, Point2 last, List<Point2[]> pieces)
    {
        if (first != from)
        {
            Finish(pieces);
        }

        if (_stretch.Count == 0)
        {
            _stretch.Add(first);
        }

        _stretch.Add(last);
        if (last != to)
        {
            Finish(pieces);
        }
    }

    private void Finish(List<Point2[]> pieces)
    {
        if (_stretch.Count > 1)
        {
            pieces.Add([.. _stretch]);
        }

        _stretch.Clear();
    }

    private bool IsInside(Point2 point) => point.X >= box.MinX && point.X <= box.MaxX && point.Y >= box.MinY && point.Y <= box.MaxY;

    private bool IsBeside(Point2 a, Point2 b) =>
        Math.Max(a.X, b.X) < box.MinX || Math.Min(a.X, b.X) > box.MaxX || Math.Max(a.Y, b.Y) < box.MinY || Math.Min(a.Y, b.Y) > box.MaxY;

    // The part of a segment inside the box. A box is convex: between two places inside, everything is.
    private bool TryCut(Point2 from, Point2 to, out Point2 first, out Point2 last)
    {
        (first, last) = (from, to);
        if (IsInside(from) && IsInside(to))
        {
            return true;
        }

        if (IsBeside(from, to))
        {
            return false;
        }

        Span<Point2> places = stackalloc Point2[MostCrossings + 2];
        places[0] = from;
        int count = 1 + BorderPoints.Cross(from, to, box, places[1..]);
        places[count++] = to;
        int begin = 0;
        while (begin < count && !IsInside(places[begin]))
        {
            begin++;
        }

        int end = begin;
        while (end + 1 < count && IsInside(places[end + 1]))
        {
            end++;
        }

        if (begin >= count || end == begin)
        {
            return false;
        }

        (first, last) = (places[begin], places[end]);
        return true;
    }
}
