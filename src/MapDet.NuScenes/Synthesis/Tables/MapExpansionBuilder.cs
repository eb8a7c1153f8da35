using System.Collections.Immutable;
using MapDet.NuScenes.Synthesis.Roads;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Synthesis.Tables;

/// <summary>Turns a town into the layers of map expansion v1.3.</summary>
internal sealed class MapExpansionBuilder
{
    private readonly Town _town;
    private readonly MapExpansionFile _map;
    private readonly MapGeometry _geometry;
    private readonly LayerTokens _tokens;
    private readonly string[] _laneTokens;
    private readonly Dictionary<(int Road, int Section), string> _segments = [];
    private readonly Dictionary<(int Road, int Section, int Carriageway), string> _blocks = [];

    private MapExpansionBuilder(Town town, long seed)
    {
        _town = town;
        long townSeed = (long)StableRandom.Hash(seed, town.Location);
        _map = new MapExpansionFile { CanvasEdge = [town.Width, town.Height] };
        _geometry = new MapGeometry(_map, townSeed);
        _tokens = new LayerTokens(townSeed);
        _laneTokens = new string[town.Lanes.Paths.Length];
    }

    public static MapExpansionFile Build(Town town, long seed)
    {
        MapExpansionBuilder builder = new(town, seed);
        builder.AddDrivableArea();
        builder.AddRoads();
        builder.AddJunctions();
        builder.AddLanes();
        builder.AddConnectivity();
        new StopBuilder(town, builder._map, builder._geometry, builder._tokens, builder._blocks).Build();
        builder.AddCarparks();
        return builder._map;
    }

    private void AddDrivableArea()
    {
        List<string> polygons = [];
        for (int i = 0; i < _town.RoadArea.NumGeometries; i++)
        {
            Polygon polygon = (Polygon)_town.RoadArea.GetGeometryN(i);
            polygons.Add(_geometry.Polygon(Ring(polygon.Shell), polygon.Holes.Select(hole => Ring(hole).ToImmutableArray())));
        }

        _map.DrivableArea.Add(new DrivableAreaRow(_tokens.Next("drivable_area"), polygons));

        static IEnumerable<Vector2D> Ring(LineString ring) => ring.Coordinates.SkipLast(1).Select(c => new Vector2D(c.X, c.Y));
    }

    private void AddRoads()
    {
        for (int road = 0; road < _town.Roads.Length; road++)
        {
            for (int section = 0; section < _town.Roads[road].Sections.Length; section++)
            {
                AddSection(road, section);
            }

            foreach (Crossing crossing in _town.Roads[road].Crossings)
            {
                AddCrossing(road, crossing);
            }
        }
    }

    private void AddSection(int roadIndex, int sectionIndex)
    {
        Road road = _town.Roads[roadIndex];
        RoadSection section = road.Sections[sectionIndex];
        string segment = _tokens.Next("road_segment");
        _segments[(roadIndex, sectionIndex)] = segment;
        _map.RoadSegment.Add(new RoadSegmentRow(segment, _geometry.Polygon(section.Outline, section.Median), false, _map.DrivableArea[0].Token));
        for (int way = 0; way < road.Profile.Carriageways.Length; way++)
        {
            AddBlock(road, section, segment, road.Profile.Carriageways[way], _blocks[(roadIndex, sectionIndex, way)] = _tokens.Next("road_block"));
        }

        foreach (Divider divider in section.Dividers)
        {
            AddDivider(divider, segment);
        }

        AddWalkway(road, section, road.Profile.LeftKerb, 1);
        AddWalkway(road, section, road.Profile.RightKerb, -1);
    }

    private void AddBlock(Road road, RoadSection section, string segment, Carriageway way, string token)
    {
        RoadAxis axis = road.Street.Axis;
        double first = section.Stations[0];
        double last = section.Stations[^1];
        IEnumerable<Vector2D> atStart = way.Edges.Select(edge => axis.Beside(first, edge));
        IEnumerable<Vector2D> atEnd = way.Edges.Select(edge => axis.Beside(last, edge));
        IEnumerable<double> between = section.Stations[1..^1];
        IEnumerable<Vector2D> outline =
        [
            .. atStart.Reverse(),
            .. between.Select(s => axis.Beside(s, way.Edges[0])),
            .. atEnd,
            .. between.Reverse().Select(s => axis.Beside(s, way.Edges[^1])),
        ];
        _map.RoadBlock.Add(new RoadBlockRow(
            token,
            _geometry.Polygon(outline),
            _geometry.Line(way.AlongAxis ? atStart : atEnd),
            _geometry.Line(way.AlongAxis ? atEnd : atStart),
            segment));
    }

    private void AddDivider(Divider divider, string segment)
    {
        string line = _geometry.Line(divider.Points);
        if (divider.SeparatesDirections)
        {
            _map.RoadDivider.Add(new RoadDividerRow(_tokens.Next("road_divider"), line, segment));
        }
        else
        {
            _map.LaneDivider.Add(new LaneDividerRow(_tokens.Next("lane_divider"), line, Segments(divider, divider.Points)));
        }
    }

    private void AddWalkway(Road road, RoadSection section, double kerb, int side)
    {
        const double width = 2.4;
        RoadAxis axis = road.Street.Axis;
        IEnumerable<Vector2D> outline =
        [
            .. section.Stations.Select(s => axis.Beside(s, kerb)),
            .. section.Stations.Reverse().Select(s => axis.Beside(s, kerb + (side * width))),
        ];
        _map.Walkway.Add(new WalkwayRow(_tokens.Next("walkway"), _geometry.Polygon(outline)));
    }

    private void AddCrossing(int roadIndex, Crossing crossing)
    {
        ImmutableArray<RoadSection> sections = _town.Roads[roadIndex].Sections;
        int section = Math.Max(0, sections.Count(s => s.Stations[0] < crossing.Middle) - 1);
        _map.PedCrossing.Add(new PedCrossingRow(_tokens.Next("ped_crossing"), _geometry.Polygon(crossing.Outline), _segments[(roadIndex, section)]));
    }

    private void AddJunctions()
    {
        foreach (Junction junction in _town.Junctions)
        {
            string polygon = _geometry.Polygon(junction.Outline, junction.Islands);
            _map.RoadSegment.Add(new RoadSegmentRow(_tokens.Next("road_segment"), polygon, true, _map.DrivableArea[0].Token));
        }
    }

    private void AddLanes()
    {
        foreach (LanePath path in _town.Lanes.Paths)
        {
            string token = _tokens.Next(path.IsConnector ? "lane_connector" : "lane");
            _laneTokens[path.Index] = token;
            string polygon = _geometry.Polygon(path.Outline);
            if (path.Place is LanePlace place)
            {
                AddLane(token, polygon, path, place);
            }
            else
            {
                _map.LaneConnector.Add(new LaneConnectorRow(token, polygon));
            }

            _map.ArclinePaths.Add(token, ArclineBuilder.Build(path.Centre));
        }
    }

    private void AddLane(string token, string polygon, LanePath path, LanePlace place)
    {
        Road road = _town.Roads[place.Road];
        Carriageway way = road.Profile.Carriageways[place.Carriageway];
        IReadOnlyList<DividerSegmentRow> inner = Edge(way.Edges[place.Lane]);
        IReadOnlyList<DividerSegmentRow> outer = Edge(way.Edges[place.Lane + 1]);
        _map.Lane.Add(new LaneRow(
            token,
            polygon,
            "CAR",
            _geometry.Line([path.Left[0], path.Right[0]]),
            _geometry.Line([path.Left[^1], path.Right[^1]]),
            _town.DrivesOnLeft ? outer : inner,
            _town.DrivesOnLeft ? inner : outer));

        IReadOnlyList<DividerSegmentRow> Edge(double lateral) =>
            road.Sections[place.Section].Dividers.FirstOrDefault(divider => divider.Edge == lateral) is Divider divider
                ? Segments(divider, way.AlongAxis ? divider.Points : divider.Points.Reverse())
                : [];
    }

    private List<DividerSegmentRow> Segments(Divider divider, IEnumerable<Vector2D> points)
    {
        string type = divider.Style switch
        {
            PaintStyle.DashedWhite => "SINGLE_DASHED_WHITE",
            PaintStyle.SolidWhite => "SINGLE_SOLID_WHITE",
            PaintStyle.DoubleWhite => "DOUBLE_SOLID_WHITE",
            _ => "DOUBLE_SOLID_YELLOW",
        };
        return [.. points.Select(point => new DividerSegmentRow(_geometry.Node(point), type))];
    }

    private void AddConnectivity()
    {
        List<string>[] incoming = [.. _laneTokens.Select(_ => new List<string>())];
        for (int i = 0; i < _laneTokens.Length; i++)
        {
            foreach (int next in _town.Lanes.Next[i])
            {
                incoming[next].Add(_laneTokens[i]);
            }
        }

        for (int i = 0; i < _laneTokens.Length; i++)
        {
            _map.Connectivity.Add(
                _laneTokens[i],
                new ConnectivityRow(incoming[i], [.. _town.Lanes.Next[i].Select(next => _laneTokens[next])]));
        }
    }

    private void AddCarparks()
    {
        foreach (Carpark carpark in _town.Carparks)
        {
            _map.CarparkArea.Add(new CarparkAreaRow(
                _tokens.Next("carpark_area"), _geometry.Polygon(carpark.Corners), carpark.Orientation, _blocks[(carpark.Road, 0, 0)]));
        }
    }
}
