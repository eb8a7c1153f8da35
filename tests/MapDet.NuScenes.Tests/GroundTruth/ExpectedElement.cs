using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.Tests.GroundTruth;

/// <summary>An instance of the reference's ground truth.</summary>
internal sealed record ExpectedElement(MapClass Class, bool IsClosed, Polyline Line, ImmutableArray<Point2> Sampled)
{
    public static ExpectedElement FromJson(JsonNode node)
    {
        Polyline line = new(Points(node["points"]!));
        return new ExpectedElement(
            (MapClass)(node["cls"]?.GetValue<int>() ?? 0),
            node["closed"]!.GetValue<bool>(),
            line,
            node["sampled"] is { } sampled ? Points(sampled) : line.Resample(20));
    }

    public static ImmutableArray<Point2> Points(JsonNode node) =>
        [.. node.AsArray().Select(point => new Point2(point![0]!.GetValue<double>(), point[1]!.GetValue<double>()))];

    /// <summary>The greatest distance of a point, by the reference's rule: open lines in their direction, rings from any start.</summary>
    public double DistanceTo(bool isClosed, ImmutableArray<Point2> points)
    {
        if (isClosed != IsClosed || points.Length != Sampled.Length)
        {
            return double.PositiveInfinity;
        }

        ImmutableArray<Point2> expected = IsClosed ? OpenedNear(points[0]).Resample(points.Length) : Sampled;
        return expected.Zip(points, (a, b) => a.DistanceTo(b)).Max();
    }

    private Polyline OpenedNear(Point2 start)
    {
        (int segment, Point2 nearest) = Enumerable.Range(0, Line.Vertices.Length - 1)
            .Select(i => (Segment: i, Nearest: Nearest(Line.Vertices[i], Line.Vertices[i + 1], start)))
            .MinBy(candidate => candidate.Nearest.DistanceTo(start));
        return new Polyline([nearest, .. Line.Vertices[(segment + 1)..], .. Line.Vertices[1..(segment + 1)], nearest]);
    }

    private static Point2 Nearest(Point2 a, Point2 b, Point2 p)
    {
        double length = ((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y));
        double t = length == 0 ? 0 : Math.Clamp((((p.X - a.X) * (b.X - a.X)) + ((p.Y - a.Y) * (b.Y - a.Y))) / length, 0, 1);
        return new Point2(a.X + (t * (b.X - a.X)), a.Y + (t * (b.Y - a.Y)));
    }
}
