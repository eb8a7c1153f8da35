using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Maps.Layers;
using MapDet.NuScenes.Synthesis.Tables;

namespace MapDet.NuScenes.Tests.Maps;

public sealed class MapExpansionTests
{
    private static readonly JsonNode Golden = GoldenFiles.Json("maps.json");
    private static readonly JsonObject BostonFile = MapFiles.Read(MapFiles.Boston);
    private static readonly MapExpansion Boston = MapExpansion.Load(GoldenFiles.DataRoot, MapFiles.Boston);

    public static TheoryData<string> Layers => [.. AllLayers(Boston).Select(layer => layer.Name)];

    [Theory]
    [InlineData("boston-seaport")]
    [InlineData("singapore-onenorth")]
    public void Layers_have_as_many_records_as_in_the_reference(string location)
    {
        JsonNode golden = Golden[location]!;

        MapExpansion map = MapExpansion.Load(GoldenFiles.DataRoot, location);

        Assert.Equal(
            golden["counts"].Deserialize<SortedDictionary<string, int>>(),
            new SortedDictionary<string, int>(AllLayers(map).ToDictionary(layer => layer.Name, layer => layer.Count)));
        Assert.Equal((location, golden["version"]!.GetValue<string>()), (map.Location, map.Version));
        double[] canvas = [map.Canvas.Width, map.Canvas.Height];
        Assert.Equal(golden["canvas_edge"]!.Numbers(), canvas);
        Assert.Empty(map.DanglingReferences);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Every_field_of_every_record_is_that_of_the_file(string name)
    {
        IMapLayer<MapRecord> layer = AllLayers(Boston).Single(layer => layer.Name == name);

        JsonArray read = [.. layer.Select(MapRecordJson.Write)];

        ExpectEqual(MapRecordJson.Normalise(BostonFile[name]!.DeepClone()), read);
    }

    [Fact]
    public void Neighbours_and_paths_of_lanes_are_those_of_the_file()
    {
        JsonObject connectivity = new(Boston.LaneNetwork.Connectivity.Select(entry => KeyValuePair.Create(entry.Key, MapRecordJson.Write(entry.Value)))!);
        JsonObject paths = new(Boston.LaneNetwork.Paths.Select(entry => KeyValuePair.Create(entry.Key, MapRecordJson.Write(entry.Value)))!);

        ExpectEqual(BostonFile["connectivity"]!, connectivity);
        ExpectEqual(BostonFile["arcline_path_3"]!, paths);
    }

    [Theory]
    [InlineData("boston-seaport")]
    [InlineData("singapore-onenorth")]
    public void The_whole_map_and_the_one_for_training_agree(string location)
    {
        VectorMap lean = new MapExpansionStore(GoldenFiles.DataRoot).Map(location);

        MapExpansion whole = MapExpansion.Load(GoldenFiles.DataRoot, location);

        Assert.Equal(lean.RoadDividers.Select(Places), whole.RoadDividers.Select(record => Places(record.Line.ToLine() with { Token = record.Token })));
        Assert.Equal(lean.LaneDividers.Select(Places), whole.LaneDividers.Select(record => Places(record.Line.ToLine() with { Token = record.Token })));
        Assert.Equal(Areas(lean.PedCrossings), Areas(whole.PedCrossings));
        Assert.Equal(Areas(lean.RoadSegments), Areas(whole.RoadSegments));
        Assert.Equal(Areas(lean.Lanes), Areas(whole.Lanes));
    }

    [Fact]
    public void A_synthetic_town_loads_whole()
    {
        using TemporaryFolder folder = new();
        MapExpansionFile town = MapFiles.WriteTown(folder.Path, MapFiles.Boston);

        MapExpansion map = MapExpansion.Load(folder.Path, MapFiles.Boston);

        Assert.Empty(map.DanglingReferences);
        Assert.All(AllLayers(map), layer => Assert.NotEmpty(layer));
        Assert.Equal(town.Node.Count, map.Nodes.Count);
        Assert.Equal(town.LaneConnector.Select(row => row.Token), map.LaneConnectors.Select(record => record.Token));
        Assert.Equal(town.Connectivity.Keys, map.LaneNetwork.Connectivity.Keys);
        Assert.All(map.StopLines, stop => Assert.NotNull(stop.RoadBlock?.RoadSegment?.DrivableArea));
    }

    [Fact]
    public void Records_are_found_by_their_token()
    {
        LaneRecord lane = Boston.Lanes[7];

        Assert.Same(lane, Boston.Lanes[lane.Token]);
        Assert.Null(Boston.Walkways.Find(lane.Token));
        MapDetException exception = Assert.Throws<MapDetException>(() => Boston.Walkways[lane.Token]);
        Assert.Contains("walkway", exception.Message, StringComparison.Ordinal);
        Assert.Contains(lane.Token, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(40)]
    public void Nodes_near_a_place_are_those_within_the_radius(double radius)
    {
        Point2 place = Boston.Nodes[100].Place;

        IReadOnlyList<NodeRecord> near = Boston.Nodes.Near(place, radius);

        Assert.Equal(Boston.Nodes.Where(node => node.Place.DistanceTo(place) <= radius), near);
        Assert.NotEmpty(near);
    }

    [Fact]
    public void What_lies_at_a_place_is_told_for_all_layers()
    {
        RoadBlockRecord block = Boston.RoadBlocks[0];
        Point2 middle = Mean(block.Polygon.Exterior);

        ImmutableArray<MapRecord> records = Boston.Near(middle, 0);

        Assert.Contains(block, records);
        Assert.Contains(block.RoadSegment, records);
        Assert.Contains(records, record => record is DrivableAreaRecord);
        Assert.DoesNotContain(records, record => record is NodeRecord or LineRecord or PolygonRecord);
        Assert.Empty(Boston.Near(new Point2(-5000, -5000), 1000));
    }

    [Fact]
    public void A_place_in_a_hole_is_not_in_the_area()
    {
        PolygonRecord polygon = Boston.Polygons.First(polygon => polygon.Holes.Length == 1 && polygon.Holes[0].Length == 3);
        Point2 middle = Mean(polygon.Holes[0]);
        double toEdge = polygon.Holes[0].Max(node => node.Place.DistanceTo(middle));

        Assert.DoesNotContain(polygon, Boston.Polygons.Near(middle, 0));
        Assert.Contains(polygon, Boston.Polygons.Near(middle, toEdge));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_radius_that_is_none_is_refused(double radius) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Boston.Lanes.Near(new Point2(0, 0), radius));

    [Fact]
    public void Reading_can_be_cancelled() =>
        Assert.ThrowsAny<OperationCanceledException>(() =>
            MapExpansion.Load(GoldenFiles.DataRoot, MapFiles.Boston, new CancellationToken(canceled: true)));

    [Fact]
    public void An_unknown_location_is_refused_with_the_list_of_known_ones()
    {
        MapDetException exception = Assert.Throws<MapDetException>(() => MapExpansion.Load(GoldenFiles.DataRoot, "atlantis"));

        Assert.Contains("boston-seaport", exception.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<IMapLayer<MapRecord>> AllLayers(MapExpansion map) => [map.Nodes, map.Lines, map.Polygons, .. map.Layers];

    private static void ExpectEqual(JsonNode expected, JsonNode actual) => Assert.True(
        JsonNode.DeepEquals(expected, actual), $"Expected {expected.ToJsonString()}, but it is {actual.ToJsonString()}");

    private static string Places(MapLine line) => $"{line.Token}: {string.Join(' ', line.Nodes)}";

    private static IEnumerable<string> Areas(IEnumerable<AreaRecord> records) => records.Select(record => Places(record.Polygon.ToArea() with { Token = record.Token }));

    private static IEnumerable<string> Areas(ImmutableArray<MapArea> areas) => areas.Select(Places);

    private static string Places(MapArea area) =>
        $"{area.Token}: {string.Join(' ', area.Shell)} less {string.Join(" and ", area.Holes.Select(hole => string.Join(' ', hole)))}";

    private static Point2 Mean(ImmutableArray<NodeRecord> nodes) => new(nodes.Average(node => node.Place.X), nodes.Average(node => node.Place.Y));
}
