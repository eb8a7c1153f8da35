using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.CustomData.Sources;

namespace MapDet.CustomData.Tests.Sources;

public sealed class GeoJsonMapSourceTests : IDisposable
{
    private const string Line = """{"type": "LineString", "coordinates": [[0, 0], [4, 3]]}""";
    private const string Square = """{"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]], [[3, 3], [6, 3], [6, 6], [3, 3]]]}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_maps_of_the_tiny_data_have_every_layer()
    {
        GeoJsonMapSource source = new(TinyData.Folder);

        VectorMap map = source.Map("town-1");

        Assert.Equal("town-1", map.Location);
        Assert.NotEmpty(map.RoadDividers);
        Assert.NotEmpty(map.PedCrossings);
        Assert.NotEmpty(map.RoadSegments);
        Assert.NotEmpty(map.Lanes);
        Assert.Same(map, source.Map("town-1"));
        Assert.True(source.Has("town-3"));
        Assert.False(source.Has("town-4"));
    }

    [Fact]
    public void Lines_and_areas_keep_their_nodes_and_holes()
    {
        VectorMap map = Read(Feature("divider", Line, "a"), Feature("road", Square, "b"));

        MapLine line = Assert.Single(map.RoadDividers);
        MapArea area = Assert.Single(map.RoadSegments);
        Assert.Equal(("a", "b"), (line.Token, area.Token));
        Assert.Equal<Point2>([new Point2(0, 0), new Point2(4, 3)], line.Nodes);
        Assert.Contains(new Point2(9, 9), area.Shell);
        Assert.Contains(new Point2(6, 6), Assert.Single(area.Holes));
    }

    [Fact]
    public void Each_part_of_a_multiple_geometry_is_a_record_of_its_own()
    {
        VectorMap map = Read(Feature("divider", """{"type": "MultiLineString", "coordinates": [[[0, 0], [1, 0]], [[2, 0], [3, 0]]]}""", "a"));

        Assert.Equal(["a/0", "a/1"], map.RoadDividers.Select(line => line.Token));
    }

    [Fact]
    public void Another_content_has_another_hash()
    {
        string first = Read(Feature("divider", Line, "a")).ContentHash;

        Assert.NotEqual(first, Read(Feature("divider", Line.Replace('4', '5'), "a")).ContentHash);
        Assert.Equal(first, Read(Feature("divider", Line, "a")).ContentHash);
    }

    [Theory]
    [InlineData("kerb", Line, "layer")]
    [InlineData("road", Line, "geometry")]
    [InlineData("divider", Square, "geometry")]
    [InlineData("divider", "null", "geometry")]
    public void A_feature_of_the_wrong_layer_or_kind_is_named(string layer, string geometry, string field)
    {
        InvalidInputException fault = Assert.Throws<InvalidInputException>(() => Read(Feature("divider", Line, "a"), Feature(layer, geometry, "b")));

        Assert.Equal((new DataFolder(_folder.Path).Map("here"), "b", field), (fault.File, fault.Record, fault.Field));
    }

    [Theory]
    [InlineData("""{"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9]]]}""")]
    [InlineData("""{"type": "LineString", "coordinates": [[0, 0]]}""")]
    [InlineData("""{"type": "LineString", "coordinates": [[0], [1, 2]]}""")]
    [InlineData("""{"type": "LineString", "coordinates": "0 0"}""")]
    [InlineData("""{"type": "Circle", "coordinates": [0, 0]}""")]
    [InlineData("7")]
    public void A_geometry_that_is_none_is_named_by_its_feature(string geometry)
    {
        InvalidInputException fault = Assert.Throws<InvalidInputException>(() => Read(Feature("divider", Line, "a"), Feature("road", geometry, "b")));

        Assert.Equal("b", fault.Record);
    }

    [Fact]
    public void A_feature_without_a_name_is_named_by_its_position()
    {
        InvalidInputException fault = Assert.Throws<InvalidInputException>(() =>
            Read(Feature("divider", Line, "a"), $$"""{"type": "Feature", "properties": {}, "geometry": {{Line}}}"""));

        Assert.Equal(("feature 1", "layer"), (fault.Record, fault.Field));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"type": "FeatureCollection"}""")]
    [InlineData("""{"type": "FeatureCollection", "features": [null]}""")]
    [InlineData("""{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [0, 0]}, "properties": null}]}""")]
    public void A_file_that_is_no_feature_collection_is_named(string text)
    {
        InvalidInputException fault = Assert.Throws<InvalidInputException>(() => ReadText(text));

        Assert.Equal(new DataFolder(_folder.Path).Map("here"), fault.File);
    }

    [Fact]
    public void A_map_that_is_absent_is_named()
    {
        InvalidInputException fault = Assert.Throws<InvalidInputException>(() => new GeoJsonMapSource(TinyData.Folder).Map("atlantis"));

        Assert.Equal(TinyData.Folder.Map("atlantis"), fault.File);
    }

    private static string Feature(string layer, string geometry, string id) =>
        $$$"""{"type": "Feature", "id": "{{{id}}}", "properties": {"layer": "{{{layer}}}"}, "geometry": {{{geometry}}}}""";

    private VectorMap Read(params string[] features) => ReadText($$"""{"type": "FeatureCollection", "features": [{{string.Join(',', features)}}]}""");

    private VectorMap ReadText(string text)
    {
        DataFolder data = new(_folder.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(data.Map("here"))!);
        File.WriteAllText(data.Map("here"), text);
        return new GeoJsonMapSource(data).Map("here");
    }
}
