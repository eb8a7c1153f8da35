using System.Text.Json.Nodes;
using MapDet.Core;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Maps;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Tests.Maps;

public sealed class GoldenMapsTests
{
    private static readonly JsonNode Golden = GoldenFiles.Json("maps.json");

    [Theory]
    [InlineData("boston-seaport")]
    [InlineData("singapore-onenorth")]
    public void Areas_and_lines_of_a_map_are_those_of_the_reference(string location)
    {
        JsonNode golden = Golden[location]!;

        MapExpansion map = MapExpansion.Load(GoldenFiles.DataRoot, location);

        MapPolygonRecord[] areas = [.. map.RoadSegments.Records, .. map.Lanes.Records, .. map.PedCrossings.Records];
        MapLineRecord[] lines = [.. map.RoadDividers.Records, .. map.LaneDividers.Records];
        Assert.Equal(golden["version"]!.GetValue<string>(), map.Version);
        Assert.Equal(golden["polygons"]!.AsObject().Count, areas.Length);
        Assert.Equal(golden["lines"]!.AsObject().Count, lines.Length);
        Assert.All(areas, area => ExpectArea(golden["polygons"]![area.Token]!, area));
        Assert.All(lines, line => ExpectLine(golden["lines"]![line.Token]!, line));
    }

    [Fact]
    public void A_store_reads_each_map_once_also_for_many_threads()
    {
        MapExpansionStore store = new(GoldenFiles.DataRoot);

        MapExpansion[] maps = [.. Enumerable.Range(0, 16).AsParallel().Select(_ => store["boston-seaport"])];

        Assert.Single(maps.Distinct());
    }

    [Fact]
    public void An_unknown_location_is_refused_with_the_list_of_known_ones()
    {
        MapDetException exception = Assert.Throws<MapDetException>(() => MapExpansion.Load(GoldenFiles.DataRoot, "atlantis"));

        Assert.Contains("boston-seaport", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_index_finds_records_in_the_order_of_their_file()
    {
        MapExpansion map = MapExpansion.Load(GoldenFiles.DataRoot, "boston-seaport");

        Assert.Equal(map.Lanes.Records.Where(lane => !lane.Geometry.IsEmpty), map.Lanes.Near(new Envelope(-1e6, 1e6, -1e6, 1e6)));
    }

    private static void ExpectArea(JsonNode expected, MapPolygonRecord actual)
    {
        Assert.Equal(expected["valid"]!.GetValue<bool>(), actual.IsValid);
        Assert.Equal(expected["empty"]!.GetValue<bool>(), actual.Geometry.IsEmpty);
        if (!actual.IsValid || actual.Geometry.IsEmpty)
        {
            return;
        }

        Envelope extent = actual.Geometry.EnvelopeInternal;
        Assert.Equal(expected["holes"]!.GetValue<int>(), actual.Geometry.NumInteriorRings);
        Assert.Equal(expected["area"]!.GetValue<double>(), actual.Geometry.Area, 1e-5);
        Assert.Equal(expected["bounds"]!.Numbers(), [extent.MinX, extent.MinY, extent.MaxX, extent.MaxY], (a, b) => Math.Abs(a - b) <= 1e-5);
    }

    private static void ExpectLine(JsonNode expected, MapLineRecord actual)
    {
        Assert.Equal(expected["empty"]!.GetValue<bool>(), actual.Nodes.IsEmpty);
        Assert.Equal(expected["nodes"]!.GetValue<int>(), actual.Nodes.Length);
        Assert.Equal(expected["length"]!.GetValue<double>(), actual.Nodes.IsEmpty ? 0 : new Polyline(actual.Nodes).Length, 1e-5);
    }
}
