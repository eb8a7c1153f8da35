using System.Collections.Immutable;
using MapDet.NuScenes.Json;
using MapDet.NuScenes.Maps.Layers;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>Reads everything of one map file, whatever the order of its layers, then joins it.</summary>
internal sealed class MapExpansionReader
{
    private const string CanvasName = "canvas_edge";

    private static readonly ImmutableArray<string> Needed =
    [
        "node", "line", "polygon", "drivable_area", "road_segment", "road_block", "lane", "ped_crossing", "walkway", "stop_line", "carpark_area",
        "road_divider", "lane_divider", "traffic_light", "lane_connector", "connectivity", "arcline_path_3", CanvasName,
    ];

    private readonly MapFile _file;
    private readonly string _location;
    private readonly MapRelations _relations;
    private readonly GeometryLayers _geometry;
    private readonly RoadLayers _roads;
    private readonly StreetLayers _streets;
    private readonly LaneLayers _lanes;
    private readonly NumbersColumn _canvas = new(CanvasName, 2);

    public MapExpansionReader(string path, string location)
    {
        _file = new MapFile(path);
        _location = location;
        _relations = new MapRelations(_file);
        _geometry = new GeometryLayers(_file, _relations);
        _roads = new RoadLayers(_file, _geometry, _relations);
        _streets = new StreetLayers(_file, _geometry, _relations, _roads);
        _lanes = new LaneLayers(_file, _geometry, _relations);
    }

    public MapExpansion Read(CancellationToken cancellationToken)
    {
        string version = _file.Read(Needed, ReadLayer, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        MapLayer<LaneRecord> lanes = _lanes.Lanes.ToLayer();
        MapLayer<LaneConnectorRecord> connectors = _lanes.LaneConnectors.ToLayer();
        return new MapExpansion
        {
            Location = _location,
            Version = version,
            Canvas = new MapCanvas(_canvas[0], _canvas[1]),
            Nodes = _geometry.NodeLayer(),
            Lines = _geometry.LineLayer(),
            Polygons = _geometry.PolygonLayer(),
            DrivableAreas = _roads.DrivableAreas.ToLayer(),
            RoadSegments = _roads.RoadSegments.ToLayer(),
            RoadBlocks = _roads.RoadBlocks.ToLayer(),
            Lanes = lanes,
            LaneConnectors = connectors,
            PedCrossings = _streets.PedCrossings.ToLayer(),
            Walkways = _streets.Walkways.ToLayer(),
            StopLines = _streets.StopLines.ToLayer(),
            CarparkAreas = _streets.CarparkAreas.ToLayer(),
            RoadDividers = _roads.RoadDividers.ToLayer(),
            LaneDividers = _roads.LaneDividers.ToLayer(),
            TrafficLights = _streets.TrafficLights.ToLayer(),
            LaneNetwork = _lanes.Network(lanes, connectors),
            DanglingReferences = _relations.Dangling,
        };
    }

    private void ReadLayer(JsonRecordFile json, string name)
    {
        if (name == CanvasName)
        {
            json.ReadValue(_canvas);
        }
        else if (!_geometry.TryRead(json, name) && !_roads.TryRead(json, name) && !_streets.TryRead(json, name) && !_lanes.TryRead(json, name))
        {
            json.SkipValue();
        }
    }
}
