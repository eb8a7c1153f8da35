using System.Collections.Immutable;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>Shapes the area of a junction between the ends of its roads.</summary>
internal static class JunctionBuilder
{
    private const double Roundness = 0.6;
    private const double TurningLaneWidth = 4.6;
    private const double IslandClearance = 0.5;
    private const double LeastIslandArea = 8;

    public static Junction Build(ImmutableArray<JunctionArm> arms, ImmutableArray<CornerPlan> plans, bool hasSignals)
    {
        List<Vector2D> outline = [];
        List<ImmutableArray<Vector2D>> corners = [];
        List<ImmutableArray<Vector2D>> islands = [];
        for (int i = 0; i < arms.Length; i++)
        {
            JunctionArm next = arms[(i + 1) % arms.Length];
            (List<Vector2D> kerb, Turn? turn) = Corner(arms[i], next, plans[i].TangentLength);
            outline.AddRange(arms[i].CrossSection);
            outline.AddRange(kerb.Skip(1).SkipLast(1));
            corners.Add([.. kerb]);
            islands.Add(plans[i].HasTurningLane && turn is not null ? Island(turn) : []);
        }

        return new Junction(arms, [.. outline], [.. corners], [.. islands], hasSignals);
    }

    private static (List<Vector2D> Kerb, Turn? Turn) Corner(JunctionArm from, JunctionArm to, double tangentLength)
    {
        Vector2D a = from.LeftKerb;
        Vector2D b = to.RightKerb;
        if (Meeting(a, from.Outward, b, to.Outward) is not Vector2D meeting)
        {
            List<Vector2D> gentle = Curve.Connect(a, -from.Outward, b, to.Outward, 0.35, Pieces(a.DistanceTo(b)));
            return (Snapped(gentle), null);
        }

        double fromLength = Math.Min(tangentLength, a.DistanceTo(meeting));
        double toLength = Math.Min(tangentLength, b.DistanceTo(meeting));
        Vector2D begin = meeting + (fromLength * from.Outward);
        Vector2D end = meeting + (toLength * to.Outward);
        List<Vector2D> curve = Curve.Bezier(
            begin,
            begin - (Roundness * fromLength * from.Outward),
            end - (Roundness * toLength * to.Outward),
            end,
            Pieces(fromLength + toLength));
        List<Vector2D> kerb = [];
        AddApart(kerb, a);
        curve.ForEach(point => AddApart(kerb, point));
        while (kerb.Count > 1 && kerb[^1].DistanceTo(b) < 0.3)
        {
            kerb.RemoveAt(kerb.Count - 1);
        }

        kerb.Add(b);
        return (Snapped(kerb), new Turn(meeting, curve));
    }

    // Places closer than this add nothing but tiny edges.
    private static void AddApart(List<Vector2D> kerb, Vector2D point)
    {
        if (kerb.Count == 0 || kerb[^1].DistanceTo(point) >= 0.3)
        {
            kerb.Add(point);
        }
    }

    private static Vector2D? Meeting(Vector2D a, Vector2D alongA, Vector2D b, Vector2D alongB)
    {
        double cross = Vector2D.Cross(alongA, alongB);
        if (Math.Abs(cross) < 0.3)
        {
            return null;
        }

        double inward = -Vector2D.Cross(b - a, alongB) / cross;
        Vector2D meeting = a - (inward * alongA);
        double inwardB = Vector2D.Dot(b - meeting, alongB);
        return inward > 0.5 && inwardB > 0.5 && inward < 60 && inwardB < 60 ? meeting : null;
    }

    private static ImmutableArray<Vector2D> Island(Turn turn)
    {
        GeometryFactory factory = GeometryFactory.Default;
        Coordinate[] curve = [.. turn.Curve.Select(p => new Coordinate(p.X, p.Y))];
        Coordinate tip = new(turn.Apex.X, turn.Apex.Y);
        Polygon corner = factory.CreatePolygon([tip, .. curve, tip]);
        Geometry lane = factory.CreateLineString(curve).Buffer(TurningLaneWidth);
        Geometry room = OverlayNGRobust.Overlay(corner, lane, SpatialFunction.Difference).Buffer(-IslandClearance).Buffer(0.3, 2);
        return room is Polygon { Area: > LeastIslandArea } island
            ? [.. island.Shell.Coordinates.Skip(1).Select(c => new Vector2D(c.X, c.Y).Snapped())]
            : [];
    }

    private static int Pieces(double length) => Math.Clamp((int)Math.Ceiling(length / 1.5), 4, 24);

    private static List<Vector2D> Snapped(List<Vector2D> points) => [.. points.Select(point => point.Snapped())];

    /// <summary>The bend of a kerb.</summary>
    /// <param name="Apex">Where the straight kerb lines would meet.</param>
    /// <param name="Curve">The bend itself.</param>
    private sealed record Turn(Vector2D Apex, List<Vector2D> Curve);
}
