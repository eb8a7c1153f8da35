using System.Text.Json.Nodes;
using MapDet.Core;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Maps.Layers;

namespace MapDet.NuScenes.Tests.Maps;

public sealed class BrokenMapExpansionTests
{
    public static TheoryData<string> Faults =>
        [.. BrokenCase.All.Where(fault => fault.Expect != "ok" && fault.File.StartsWith("maps/", StringComparison.Ordinal)).Select(fault => fault.Name)];

    public static TheoryData<string> Sound =>
        [.. BrokenCase.All.Where(fault => fault.Expect == "ok" && fault.File.StartsWith("maps/", StringComparison.Ordinal)).Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_with_its_file_record_and_field(string name)
    {
        BrokenCase fault = BrokenCase.Named(name);
        using TemporaryFolder folder = new();
        fault.MakeIn(folder.Path);

        InvalidInputException exception = Assert.Throws<InvalidInputException>(() => MapExpansion.Load(folder.Path, MapFiles.Boston));

        Assert.EndsWith("boston-seaport.json", exception.File, StringComparison.Ordinal);
        if (exception.InnerException is not System.Text.Json.JsonException)
        {
            Assert.Equal((fault.Record, fault.Field), (exception.Record, exception.Field));
        }
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public void An_odd_but_sound_map_loads(string name)
    {
        using TemporaryFolder folder = new();
        BrokenCase.Named(name).MakeIn(folder.Path);

        MapExpansion map = MapExpansion.Load(folder.Path, MapFiles.Boston);

        Assert.Equal(6, map.Lanes.Count);
        Assert.Empty(map.DanglingReferences);
    }

    [Fact]
    public void A_lane_connector_without_polygon_lies_nowhere()
    {
        BrokenCase odd = BrokenCase.Named("ok_null_polygon_of_lane_connector");
        using TemporaryFolder folder = new();
        odd.MakeIn(folder.Path);

        MapExpansion map = MapExpansion.Load(folder.Path, MapFiles.Boston);

        LaneConnectorRecord connector = Assert.Single(map.LaneConnectors);
        Assert.Equal((odd.Record, null), (connector.Token, connector.Polygon));
        Assert.Empty(map.LaneConnectors.Near(map.Nodes[0].Place, 1e6));
        Assert.Same(connector, map.LaneNetwork.Find(connector.Token));
    }

    [Fact]
    public void A_number_deep_within_a_record_is_named_with_the_way_to_it() => ExpectFault(
        map => map["traffic_light"]![0]!["items"]![2]!["rel_pos"]!["ty"] = "left",
        map => map["traffic_light"]![0]!.Text("token"),
        "items[2].rel_pos.ty",
        "a finite number");

    [Fact]
    public void A_field_that_is_absent_within_an_entry_is_named() => ExpectFault(
        map => map["connectivity"]!.AsObject().Last().Value!.AsObject().Remove("outgoing"),
        map => map["connectivity"]!.AsObject().Last().Key,
        "connectivity.outgoing",
        "absent");

    [Fact]
    public void An_entry_that_is_no_array_is_named() => ExpectFault(
        map => map["arcline_path_3"]!.AsObject()[FirstKey(map["arcline_path_3"]!)] = 5, map => FirstKey(map["arcline_path_3"]!), "arcline_path_3", "an array");

    [Theory]
    [InlineData("shape", "\"RSX\"", "one of LSL, LSR, RSL, RSR, LRL, RLR")]
    [InlineData("radius", "0", "above 0")]
    [InlineData("start_pose", "[1, 2]", "3 finite numbers")]
    [InlineData("segment_length", "[1, 2, null]", "3 finite numbers")]
    public void A_path_that_leads_nowhere_is_named(string field, string value, string problem) => ExpectFault(
        map => map["arcline_path_3"]!.AsObject().First().Value![1]![field] = JsonNode.Parse(value),
        map => FirstKey(map["arcline_path_3"]!),
        $"arcline_path_3[1].{field}",
        problem);

    [Fact]
    public void A_divider_segment_at_an_unknown_node_is_named() => ExpectFault(
        map => map["lane"]![0]!["left_lane_divider_segments"]![0]!["node_token"] = "nowhere",
        map => map["lane"]![0]!.Text("token"),
        "left_lane_divider_segments[0].node_token",
        "'nowhere'");

    [Fact]
    public void Two_records_of_a_layer_with_one_token_are_named() => ExpectFault(
        map => map["walkway"]![1]!["token"] = map["walkway"]![0]!.Text("token"), map => map["walkway"]![0]!.Text("token"), "token", "walkway");

    [Fact]
    public void A_size_that_is_none_is_named() => ExpectFault(map => map["canvas_edge"] = new JsonArray(5), _ => null, "canvas_edge", "2 finite numbers");

    [Theory]
    [InlineData("lane_connector")]
    [InlineData("connectivity")]
    [InlineData("canvas_edge")]
    public void A_missing_layer_is_named_with_the_version_of_the_map(string layer) => ExpectFault(map => map.Remove(layer), _ => null, layer, "version 1.3");

    [Fact]
    public void References_to_what_no_map_has_leave_relations_empty_and_are_listed()
    {
        JsonObject file = MapFiles.ReadBase();
        file["road_block"]![0]!["road_segment_token"] = "gone segment";
        file["road_block"]![0]!["to_edge_line_token"] = "gone line";
        file["road_segment"]![0]!["drivable_area_token"] = null;
        file["stop_line"]![0]!["ped_crossing_tokens"] = new JsonArray("gone crossing", file["ped_crossing"]![0]!.Text("token"));
        file["traffic_light"]![0]!["items"]![0]!["to_road_block_tokens"] = new JsonArray("gone block");
        string lane = FirstKey(file["connectivity"]!);
        file["connectivity"]![lane]!["incoming"] = new JsonArray("gone lane");
        using TemporaryFolder folder = new();
        MapFiles.Write(file, folder.Path, MapFiles.Boston);

        MapExpansion map = MapExpansion.Load(folder.Path, MapFiles.Boston);

        string block = map.RoadBlocks[0].Token;
        DanglingReference[] expected =
        [
            new("connectivity", lane, "incoming", "gone lane"),
            new("road_block", block, "road_segment_token", "gone segment"),
            new("road_block", block, "to_edge_line_token", "gone line"),
            new("stop_line", map.StopLines[0].Token, "ped_crossing_tokens", "gone crossing"),
            new("traffic_light", map.TrafficLights[0].Token, "items[0].to_road_block_tokens", "gone block"),
        ];
        Assert.Equal(expected, map.DanglingReferences.OrderBy(reference => reference.Layer).ThenBy(reference => reference.Field));
        Assert.Equal((null, null), (map.RoadBlocks[0].RoadSegment, map.RoadBlocks[0].ToEdge));
        Assert.NotNull(map.RoadBlocks[0].FromEdge);
        Assert.Same(map.PedCrossings[0], Assert.Single(map.StopLines[0].PedCrossings));
        Assert.Equal("gone lane", Assert.Single(map.LaneNetwork.Connectivity[lane].Incoming));
        Assert.Empty(map.LaneNetwork.Incoming(lane));
    }

    private static void ExpectFault(Action<JsonObject> damage, Func<JsonObject, string?> record, string field, string problem)
    {
        JsonObject map = MapFiles.ReadBase();
        string? expectedRecord = record(map);
        damage(map);
        using TemporaryFolder folder = new();
        MapFiles.Write(map, folder.Path, MapFiles.Boston);

        InvalidInputException exception = Assert.Throws<InvalidInputException>(() => MapExpansion.Load(folder.Path, MapFiles.Boston));

        Assert.Equal((MapExpansionStore.FilePath(folder.Path, MapFiles.Boston), expectedRecord, field), (exception.File, exception.Record, exception.Field));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    private static string FirstKey(JsonNode dictionary) => dictionary.AsObject().First().Key;
}
