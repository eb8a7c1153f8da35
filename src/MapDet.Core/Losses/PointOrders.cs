using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.Core.Losses;

/// <summary>Finds the equivalent point orders of map elements.</summary>
/// <remarks>
/// Source: MapTR, <c>LiDARInstanceLines.shift_fixed_num_sampled_points_v4</c> and <c>_v2</c>. Where a ring has more vertices than orders are
/// allowed, MapTR draws some at random; here they are spread evenly, so that equal runs give equal numbers.
/// </remarks>
/// <param name="pattern">Which orders count.</param>
/// <param name="range">Points that are sampled anew are clamped to it.</param>
public sealed class PointOrders(PointOrderPattern pattern, PerceptionRange range)
{
    /// <summary>The orders of an element.</summary>
    /// <param name="element">An element with P sampled points; a ring if the first of them equals the last.</param>
    /// <returns>
    /// Open: the given order, then the reversed one. Closed, all shifts: order k begins k points before the first, 0 to P - 2 forward, then the
    /// same backward. Closed, vertex shifts: order k begins k vertices before the first.
    /// </returns>
    public PointOrderSet Of(MapElement element)
    {
        ArgumentNullException.ThrowIfNull(element);
        ImmutableArray<Point2> points = element.Points;
        bool isRing = pattern == PointOrderPattern.VertexShifts ? element.IsClosed : points.Length > 2 && points[0] == points[^1];
        return (isRing, pattern) switch
        {
            (false, _) => BothDirections(points),
            (true, PointOrderPattern.AllShifts) => AllShifts(points),
            (true, _) => VertexShifts(element.Vertices, points.Length),
        };
    }

    private static PointOrderSet BothDirections(ImmutableArray<Point2> points)
    {
        float[] metres = new float[4 * points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            Write(metres, i, points[i]);
            Write(metres, points.Length + i, points[points.Length - 1 - i]);
        }

        return new PointOrderSet(points.Length, metres);
    }

    private static PointOrderSet AllShifts(ImmutableArray<Point2> points)
    {
        int distinct = points.Length - 1;
        float[] metres = new float[2 * distinct * points.Length * 2];
        for (int shift = 0; shift < distinct; shift++)
        {
            for (int i = 0; i < points.Length; i++)
            {
                int source = (i + distinct - shift) % distinct;
                Write(metres, (shift * points.Length) + i, points[source]);
                Write(metres, ((distinct + shift) * points.Length) + i, points[distinct - 1 - source]);
            }
        }

        return new PointOrderSet(points.Length, metres);
    }

    private PointOrderSet VertexShifts(Polyline ring, int points)
    {
        ImmutableArray<Point2> vertices = ring.Vertices;
        int distinct = vertices.Length - 1;
        int orders = Math.Min(distinct, points - 1);
        float[] metres = new float[orders * points * 2];
        for (int order = 0; order < orders; order++)
        {
            int first = (distinct - ((int)((long)order * distinct / orders))) % distinct;
            Polyline shifted = new([.. vertices[first..distinct], .. vertices[..first], vertices[first]]);
            ImmutableArray<Point2> sampled = shifted.Resample(points);
            for (int i = 0; i < points; i++)
            {
                Write(metres, (order * points) + i, Clamp(sampled[i]));
            }
        }

        return new PointOrderSet(points, metres);
    }

    private Point2 Clamp(Point2 p) => new(Math.Clamp(p.X, range.XMin, range.XMax), Math.Clamp(p.Y, range.YMin, range.YMax));

    private static void Write(float[] metres, int position, Point2 point)
    {
        metres[2 * position] = (float)point.X;
        metres[(2 * position) + 1] = (float)point.Y;
    }
}
