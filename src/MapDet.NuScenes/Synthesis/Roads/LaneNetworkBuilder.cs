using System.Collections.Immutable;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>Builds the lanes of a town: along the roads, then across the junctions.</summary>
internal sealed class LaneNetworkBuilder
{
    private const double ConnectorHalfWidth = 1.6;
    private const double Straight = 0.75;
    private const double Tolerance = 0.05;

    private readonly bool _drivesOnLeft;
    private readonly ImmutableArray<Road> _roads;
    private readonly List<LanePath> _paths = [];
    private readonly List<List<int>> _next = [];
    private readonly Dictionary<LanePlace, int> _places = [];

    private LaneNetworkBuilder(ImmutableArray<Road> roads, bool drivesOnLeft)
    {
        _roads = roads;
        _drivesOnLeft = drivesOnLeft;
    }

    public static LaneNetwork Build(ImmutableArray<Road> roads, ImmutableArray<Junction> junctions, bool drivesOnLeft)
    {
        LaneNetworkBuilder builder = new(roads, drivesOnLeft);
        builder.AddLanes();
        foreach (Junction junction in junctions)
        {
            builder.Connect(junction);
        }

        return new LaneNetwork([.. builder._paths], [.. builder._next.Select(next => next.ToImmutableArray())]);
    }

    private void AddLanes()
    {
        for (int road = 0; road < _roads.Length; road++)
        {
            RoadProfile profile = _roads[road].Profile;
            for (int section = 0; section < _roads[road].Sections.Length; section++)
            {
                for (int way = 0; way < profile.Carriageways.Length; way++)
                {
                    for (int lane = 0; lane < profile.Carriageways[way].Lanes; lane++)
                    {
                        AddLane(new LanePlace(road, section, way, lane));
                    }
                }
            }
        }

        foreach ((LanePlace place, int index) in _places)
        {
            int step = Way(place).AlongAxis ? 1 : -1;
            if (_places.TryGetValue(place with { Section = place.Section + step }, out int next))
            {
                _next[index].Add(next);
            }
        }
    }

    private void AddLane(LanePlace place)
    {
        Road road = _roads[place.Road];
        Carriageway way = Way(place);
        double inner = way.Edges[place.Lane];
        double outer = way.Edges[place.Lane + 1];
        IEnumerable<double> stations = road.Sections[place.Section].Stations;
        ImmutableArray<double> ordered = [.. way.AlongAxis ? stations : stations.Reverse()];
        double left = _drivesOnLeft ? outer : inner;
        double right = _drivesOnLeft ? inner : outer;
        _places[place] = _paths.Count;
        Add(new LanePath(_paths.Count, Beside((inner + outer) / 2), Beside(left), Beside(right), place));

        ImmutableArray<Vector2D> Beside(double lateral) => [.. ordered.Select(s => road.Street.Axis.Beside(s, lateral))];
    }

    private void Connect(Junction junction)
    {
        IPreparedGeometry area = PreparedGeometryFactory.Prepare(MapPolygon.Create(junction.Outline, [.. junction.Islands]).Buffer(Tolerance));
        for (int from = 0; from < junction.Arms.Length; from++)
        {
            List<LanePath> arriving = LanesAt(junction.Arms[from], arriving: true);
            if (arriving.Count == 0)
            {
                continue;
            }

            int before = _paths.Count;
            for (int to = 0; to < junction.Arms.Length; to++)
            {
                List<LanePath> leaving = to == from ? [] : LanesAt(junction.Arms[to], arriving: false);
                if (leaving.Count > 0)
                {
                    ConnectArms(junction, area, from, to, arriving, leaving);
                }
            }

            if (_paths.Count > before)
            {
                ConnectForgotten(area, arriving);
            }
        }
    }

    private void ConnectArms(Junction junction, IPreparedGeometry area, int from, int to, List<LanePath> arriving, List<LanePath> leaving)
    {
        double turn = Turn(junction.Arms[from], junction.Arms[to]);
        bool towardsKerb = _drivesOnLeft ? turn > 0 : turn < 0;
        if (Math.Abs(turn) < Straight)
        {
            for (int i = 0; i < arriving.Count; i++)
            {
                AddConnector(area, arriving[i], leaving[Math.Min(i, leaving.Count - 1)], TurningCurve.None);
            }
        }
        else if (towardsKerb)
        {
            AddConnector(area, arriving[^1], leaving[^1], TurningLane(junction, from, to));
        }
        else
        {
            AddConnector(area, arriving[0], leaving[0], TurningCurve.None);
        }
    }

    // A lane that no turn was meant for takes the way of its neighbour.
    private void ConnectForgotten(IPreparedGeometry area, List<LanePath> arriving)
    {
        for (int i = 0; i < arriving.Count; i++)
        {
            if (_next[arriving[i].Index].Count > 0)
            {
                continue;
            }

            int neighbour = Enumerable.Range(0, arriving.Count).Where(j => _next[arriving[j].Index].Count > 0).MinBy(j => Math.Abs(i - j));
            int connector = _next[arriving[neighbour].Index][0];
            AddConnector(area, arriving[i], _paths[_next[connector][0]], TurningCurve.None);
        }
    }

    // A way that would lead over an island or a kerb is none.
    private void AddConnector(IPreparedGeometry area, LanePath from, LanePath to, TurningCurve curve)
    {
        Vector2D start = from.Centre[^1];
        Vector2D end = to.Centre[0];
        Vector2D startDirection = (from.Centre[^1] - from.Centre[^2]).Normalized();
        Vector2D endDirection = (to.Centre[1] - to.Centre[0]).Normalized();
        List<Vector2D> centre = curve.Points.IsEmpty
            ? Curve.Connect(start, startDirection, end, endDirection, 0.4, Math.Clamp((int)(start.DistanceTo(end) / 1.5), 6, 30))
            : [start, .. curve.Points, end];
        if (!area.Covers(GeometryFactory.Default.CreateLineString([.. centre.Select(p => new Coordinate(p.X, p.Y))])))
        {
            return;
        }

        int index = _paths.Count;
        Add(new LanePath(index, [.. centre], Edge(centre, ConnectorHalfWidth), Edge(centre, -ConnectorHalfWidth), null));
        _next[from.Index].Add(index);
        _next[index].Add(to.Index);
    }

    private static ImmutableArray<Vector2D> Edge(List<Vector2D> centre, double distance) =>
        [.. Curve.Shift(centre, distance).Select(point => point.Snapped())];

    private void Add(LanePath path)
    {
        _paths.Add(path);
        _next.Add([]);
    }

    private TurningCurve TurningLane(Junction junction, int from, int to)
    {
        int corner = _drivesOnLeft ? to : from;
        bool adjacent = (corner + 1) % junction.Arms.Length == (_drivesOnLeft ? from : to);
        if (!adjacent || junction.Islands[corner].IsEmpty)
        {
            return TurningCurve.None;
        }

        const double fromKerb = 2.3;
        List<Vector2D> inside = Curve.Shift([.. junction.Corners[corner]], fromKerb);
        IEnumerable<Vector2D> middle = inside.Skip(2).SkipLast(2);
        return new TurningCurve([.. _drivesOnLeft ? middle.Reverse() : middle]);
    }

    private static double Turn(JunctionArm from, JunctionArm to)
    {
        Vector2D inward = -from.Outward;
        return Math.Atan2(Vector2D.Cross(inward, to.Outward), Vector2D.Dot(inward, to.Outward));
    }

    // The lanes of an arm, from the oncoming side to the kerb.
    private List<LanePath> LanesAt(JunctionArm arm, bool arriving)
    {
        Road road = _roads[arm.Road];
        int section = arm.AtStart ? 0 : road.Sections.Length - 1;
        int way = road.Profile.Carriageways.IndexOf(road.Profile.Carriageways.FirstOrDefault(c => c.AlongAxis == (arm.AtStart ^ arriving))!);
        return way < 0
            ? []
            : [.. Enumerable.Range(0, road.Profile.Carriageways[way].Lanes).Select(lane => _paths[_places[new LanePlace(arm.Road, section, way, lane)]])];
    }

    private Carriageway Way(LanePlace place) => _roads[place.Road].Profile.Carriageways[place.Carriageway];

    /// <summary>The bend of a turning lane of its own; empty where a turn leads freely across the junction.</summary>
    private sealed record TurningCurve(ImmutableArray<Vector2D> Points)
    {
        public static TurningCurve None { get; } = new([]);
    }
}
