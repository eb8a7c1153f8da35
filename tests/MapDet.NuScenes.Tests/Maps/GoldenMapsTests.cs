using System.Text.Json.Nodes;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.NuScenes.GroundTruth;
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

        VectorMap map = new MapExpansionStore(GoldenFiles.DataRoot).Map(location);

        MapArea[] areas = [.. map.RoadSegments, .. map.Lanes, .. map.PedCrossings];
        MapLine[] lines = [.. map.RoadDividers, .. map.LaneDividers];
        Assert.Equal(golden["version"]!.GetValue<string>(), map.Version);
        Assert.Equal(golden["polygons"]!.AsObject().Count, areas.Length);
        Assert.Equal(golden["lines"]!.AsObject().Count, lines.Length);
        Assert.All(areas, area => ExpectArea(golden["polygons"]![area.Token]!, AreaPolygon.Create(area, "any")));
        Assert.All(lines, line => ExpectLine(golden["lines"]![line.Token]!, line));
    }

    [Fact]
    public void A_store_reads_each_map_once_also_for_many_threads()
    {
        MapExpansionStore store = new(GoldenFiles.DataRoot);

        VectorMap[] maps = [.. Enumerable.Range(0, 16).AsParallel().Select(_ => store.Map("boston-seaport"))];

        Assert.All(maps, map => Assert.Same(maps[0], map));
    }

    [Fact]
    public void An_unknown_location_is_refused_with_the_list_of_known_ones()
    {
        MapDetException exception = Assert.Throws<MapDetException>(() => new MapExpansionStore(GoldenFiles.DataRoot).Map("atlantis"));

        Assert.Contains("boston-seaport", exception.Message, StringComparison.Ordinal);
    }

    private static void ExpectArea(JsonNode expected, Polygon actual)
    {
        Assert.Equal(expected["valid"]!.GetValue<bool>(), actual.IsValid);
        Assert.Equal(expected["empty"]!.GetValue<bool>(), actual.IsEmpty);
        if (!actual.IsValid || actual.IsEmpty)
        {
            return;
        }

        Envelope extent = actual.EnvelopeInternal;
        Assert.Equal(expected["holes"]!.GetValue<int>(), actual.NumInteriorRings);
        Assert.Equal(expected["area"]!.GetValue<double>(), actual.Area, 1e-5);
        Assert.Equal(expected["bounds"]!.Numbers(), [extent.MinX, extent.MinY, extent.MaxX, extent.MaxY], (a, b) => Math.Abs(a - b) <= 1e-5);
    }

    private static void ExpectLine(JsonNode expected, MapLine actual)
    {
        Assert.Equal(expected["empty"]!.GetValue<bool>(), actual.Nodes.IsEmpty);
        Assert.Equal(expected["nodes"]!.GetValue<int>(), actual.Nodes.Length);
        Assert.Equal(expected["length"]!.GetValue<double>(), actual.Nodes.IsEmpty ? 0 : new Polyline(actual.Nodes).Length, 1e-5);
    }
}
