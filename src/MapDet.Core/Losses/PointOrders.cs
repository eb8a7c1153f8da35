using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Runtime;

namespace MapDet.Core.Losses;

/// <summary>Finds the equivalent point orders of map elements.</summary>
/// <remarks>
/// Source: MapTR, <c>LiDARInstanceLines.shift_fixed_num_sampled_points_v1</c> to <c>_v4</c>. Where a ring has more vertices than orders are
/// allowed, MapTR draws some of them from a generator that nobody seeds; here the draw is decided by a key.
/// </remarks>
/// <param name="pattern">Which orders count.</param>
/// <param name="range">Points that are sampled anew are clamped to it.</param>
public sealed class PointOrders(PointOrderPattern pattern, PerceptionRange range)
{
    /// <summary>True where orders are sampled anew from an element's vertices, false where they only rearrange its points.</summary>
    internal bool AreSampledFromVertices => pattern is PointOrderPattern.VertexShifts or PointOrderPattern.VertexShiftsBothDirections;

    /// <summary>The most orders that an element of <paramref name="points"/> points has.</summary>
    /// <param name="points">P.</param>
    public int MaxCount(int points) =>
        pattern is PointOrderPattern.AllShifts or PointOrderPattern.VertexShiftsBothDirections ? 2 * (points - 1) : points - 1;

    /// <summary>The orders of an element.</summary>
    /// <param name="element">An element with P sampled points; a ring if the first of them equals the last.</param>
    /// <param name="key">
    /// Decides which vertices begin an order where there are more than <see cref="MaxCount"/> allows; null: vertices at even steps.
    /// </param>
    /// <returns>
    /// Open: the given order, then the reversed one. Closed, shifts: order k begins k points before the first; both directions: then the same
    /// for the reversed points. Closed, vertex shifts: the same with vertices in place of points, each ring then sampled anew.
    /// </returns>
    public PointOrderSet Of(MapElement element, long? key = null)
    {
        ArgumentNullException.ThrowIfNull(element);
        int points = element.Points.Length;
        if (IsRing(element) && AreSampledFromVertices)
        {
            int candidates = CandidateCount(element);
            return Resample(element, Choose(candidates, Math.Min(candidates, MaxCount(points)), key));
        }

        PointOrderTable table = IsRing(element) ? RingTable(points) : PointOrderTable.Open(points);
        return new PointOrderSet(points, table.Apply(element.PointArray()));
    }

    /// <summary>Every order that <see cref="Of"/> chooses from.</summary>
    /// <param name="ring">An element that is closed by its vertices.</param>
    internal PointOrderSet Candidates(MapElement ring) => Resample(ring, [.. Enumerable.Range(0, CandidateCount(ring))]);

    /// <summary>True for what is a ring under this pattern.</summary>
    internal bool IsRing(MapElement element) =>
        AreSampledFromVertices ? element.IsClosed : element.Points.Length > 2 && element.Points[0] == element.Points[^1];

    /// <summary>The orders of rings, where they only rearrange points.</summary>
    internal PointOrderTable RingTable(int points) =>
        pattern == PointOrderPattern.ForwardShifts ? PointOrderTable.Forward(points) : PointOrderTable.BothDirections(points);

    private int CandidateCount(MapElement ring) =>
        (ring.Vertices.Vertices.Length - 1) * (pattern == PointOrderPattern.VertexShiftsBothDirections ? 2 : 1);

    private static int[] Choose(int candidates, int count, long? key) => key is { } given && count < candidates
        ? new KeyedRandom(given, 0).Permutation(candidates)[..count]
        : [.. Enumerable.Range(0, count).Select(i => (int)((long)i * candidates / count))];

    private PointOrderSet Resample(MapElement ring, int[] candidates)
    {
        int points = ring.Points.Length;
        ImmutableArray<Point2> forward = ring.Vertices.Vertices[..^1];
        ImmutableArray<Point2> backward = [.. forward.Reverse()];
        float[] metres = new float[candidates.Length * points * 2];
        for (int order = 0; order < candidates.Length; order++)
        {
            ImmutableArray<Point2> vertices = candidates[order] < forward.Length ? forward : backward;
            Polyline shifted = RolledRight(vertices, candidates[order] % forward.Length);
            ImmutableArray<Point2> sampled = shifted.Resample(points);
            for (int i = 0; i < points; i++)
            {
                metres[2 * ((order * points) + i)] = (float)Math.Clamp(sampled[i].X, range.XMin, range.XMax);
                metres[(2 * ((order * points) + i)) + 1] = (float)Math.Clamp(sampled[i].Y, range.YMin, range.YMax);
            }
        }

        return new PointOrderSet(points, metres);
    }

    private static Polyline RolledRight(ImmutableArray<Point2> vertices, int shift)
    {
        int first = (vertices.Length - shift) % vertices.Length;
        return new Polyline([.. vertices[first..], .. vertices[..first], vertices[first]]);
    }
}
