using System.Text.Json;
using MapDet.NuScenes.Synthesis.Roads;
using MapDet.NuScenes.Synthesis.Tables;

namespace MapDet.NuScenes.Tests.Synthesis;

public sealed class MapExpansionTests
{
    private readonly MapExpansionFile _map = MapExpansionBuilder.Build(TownBuilder.Build(3, "boston-seaport", 500), 3);

    [Fact]
    public void Every_record_refers_to_geometry_that_exists()
    {
        HashSet<string> nodes = [.. _map.Node.Select(node => node.Token)];
        HashSet<string> lines = [.. _map.Line.Select(line => line.Token)];
        HashSet<string> polygons = [.. _map.Polygon.Select(polygon => polygon.Token)];
        Assert.Superset(new HashSet<string>([.. _map.Line.SelectMany(line => line.NodeTokens)]), nodes);
        Assert.Superset(new HashSet<string>([.. _map.Polygon.SelectMany(polygon => polygon.ExteriorNodeTokens)]), nodes);
        Assert.Superset(new HashSet<string>([.. _map.Polygon.SelectMany(polygon => polygon.Holes).SelectMany(hole => hole.NodeTokens)]), nodes);
        Assert.Superset(new HashSet<string>([.. _map.RoadDivider.Select(d => d.LineToken), .. _map.LaneDivider.Select(d => d.LineToken)]), lines);
        Assert.Superset(new HashSet<string>([.. _map.RoadSegment.Select(s => s.PolygonToken), .. _map.Lane.Select(l => l.PolygonToken)]), polygons);
        Assert.Superset(new HashSet<string>([.. _map.PedCrossing.Select(c => c.PolygonToken), .. _map.LaneConnector.Select(c => c.PolygonToken)]), polygons);
    }

    [Fact]
    public void No_place_has_two_nodes() => Assert.Equal(_map.Node.Count, _map.Node.Select(node => (node.X, node.Y)).Distinct().Count());

    [Fact]
    public void Every_lane_ends_on_the_edge_of_its_road_segment()
    {
        Dictionary<string, PolygonRow> polygons = _map.Polygon.ToDictionary(polygon => polygon.Token);
        Dictionary<string, LineRow> lines = _map.Line.ToDictionary(line => line.Token);
        HashSet<string> segmentNodes = [.. _map.RoadSegment.SelectMany(segment => polygons[segment.PolygonToken].ExteriorNodeTokens)];
        Assert.All(_map.Lane, lane => Assert.All(lines[lane.ToEdgeLineToken].NodeTokens, node => Assert.Contains(node, segmentNodes)));
    }

    [Fact]
    public void Lanes_and_connectors_continue_each_other_both_ways()
    {
        HashSet<string> lanes = [.. _map.Lane.Select(lane => lane.Token), .. _map.LaneConnector.Select(connector => connector.Token)];
        Assert.Equal(lanes, [.. _map.Connectivity.Keys]);
        Assert.Equal(lanes, [.. _map.ArclinePaths.Keys]);
        Assert.All(_map.Connectivity, entry => Assert.All(entry.Value.Outgoing, next => Assert.Contains(entry.Key, _map.Connectivity[next].Incoming)));
    }

    [Fact]
    public void The_file_has_every_layer_of_the_format()
    {
        string path = Path.GetTempFileName();
        JsonFiles.Write(path, _map, JsonFiles.Compact);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        File.Delete(path);
        string[] layers =
        [
            "arcline_path_3", "canvas_edge", "carpark_area", "connectivity", "drivable_area", "lane", "lane_connector", "lane_divider", "line", "node",
            "ped_crossing", "polygon", "road_block", "road_divider", "road_segment", "stop_line", "traffic_light", "version", "walkway",
        ];
        Assert.Equal(layers, document.RootElement.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal("1.3", document.RootElement.GetProperty("version").GetString());
        Assert.All(
            document.RootElement.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Array),
            layer => Assert.NotEqual(0, layer.Value.GetArrayLength()));
    }
}
