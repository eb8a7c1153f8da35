using System.Collections.Immutable;

namespace MapDet.Core.Geometry;

/// <summary>A line through two or more vertices, in metres. Closed where the first vertex equals the last.</summary>
public sealed class Polyline
{
    /// <summary>Creates a polyline.</summary>
    /// <param name="vertices">At least one vertex; a ring repeats its first vertex at the end.</param>
    /// <exception cref="ArgumentException">There is no vertex.</exception>
    public Polyline(ImmutableArray<Point2> vertices)
    {
        if (vertices.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A polyline needs vertices.", nameof(vertices));
        }

        Vertices = vertices;
    }

    /// <summary>The vertices in order.</summary>
    public ImmutableArray<Point2> Vertices { get; }

    /// <summary>True if the first vertex equals the last one exactly, as MapTR defines it.</summary>
    public bool IsClosed => Vertices.Length > 1 && Vertices[0] == Vertices[^1];

    /// <summary>The length along the line, in metres.</summary>
    public double Length
    {
        get
        {
            double length = 0;
            for (int i = 1; i < Vertices.Length; i++)
            {
                length += Vertices[i - 1].DistanceTo(Vertices[i]);
            }

            return length;
        }
    }

    /// <summary>Points at equal distances along the line, first and last vertex included.</summary>
    /// <param name="count">How many, at least 2.</param>
    /// <returns><paramref name="count"/> points; for a ring the last equals the first; for a line of no length all are the same.</returns>
    /// <remarks>Source: MapTR, <c>LiDARInstanceLines.fixed_num_sampled_points</c> (<c>linspace(0, length, n)</c>, linear within a segment).</remarks>
    public ImmutableArray<Point2> Resample(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ImmutableArray<Point2>.Builder points = ImmutableArray.CreateBuilder<Point2>(count);
        double step = Length / (count - 1);
        int segment = 1;
        double segmentStart = 0;
        points.Add(Vertices[0]);
        for (int i = 1; i < count - 1; i++)
        {
            double target = step * i;
            while (segment < Vertices.Length - 1 && segmentStart + SegmentLength(segment) < target)
            {
                segmentStart += SegmentLength(segment);
                segment++;
            }

            points.Add(Interpolate(segment, target - segmentStart));
        }

        points.Add(Vertices[^1]);
        return points.MoveToImmutable();
    }

    /// <summary>The line with every vertex mapped to another place.</summary>
    public Polyline Select(Func<Point2, Point2> map) => new([.. Vertices.Select(map)]);

    private double SegmentLength(int segment) => Vertices[segment - 1].DistanceTo(Vertices[segment]);

    private Point2 Interpolate(int segment, double distance)
    {
        if (segment >= Vertices.Length || SegmentLength(segment) == 0)
        {
            return Vertices[^1];
        }

        Point2 a = Vertices[segment - 1];
        Point2 b = Vertices[segment];
        double t = Math.Min(distance / SegmentLength(segment), 1);
        return new Point2(a.X + (t * (b.X - a.X)), a.Y + (t * (b.Y - a.Y)));
    }
}
