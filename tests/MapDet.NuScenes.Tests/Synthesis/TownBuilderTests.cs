using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Synthesis.Roads;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Tests.Synthesis;

public sealed class TownBuilderTests
{
    public static TheoryData<string, long> Towns
    {
        get
        {
            TheoryData<string, long> towns = [];
            foreach (string location in MapLocations.All)
            {
                for (long seed = 1; seed <= 4; seed++)
                {
                    towns.Add(location, seed);
                }
            }

            return towns;
        }
    }

    [Theory]
    [MemberData(nameof(Towns))]
    public void All_areas_of_a_town_are_valid_polygons(string location, long seed)
    {
        Town town = TownBuilder.Build(seed, location, 0);
        Assert.All(Pieces(town), piece => Assert.True(piece.IsValid));
        Assert.All(town.Lanes.Paths, path => Assert.True(MapPolygon.Create(path.Outline).IsValid));
        Assert.All(town.Roads.SelectMany(road => road.Crossings), crossing => Assert.True(MapPolygon.Create(crossing.Outline).IsValid));
    }

    [Theory]
    [MemberData(nameof(Towns))]
    public void Road_sections_and_junctions_neither_overlap_nor_leave_gaps(string location, long seed)
    {
        Town town = TownBuilder.Build(seed, location, 0);
        Polygon area = Assert.IsType<Polygon>(town.RoadArea);
        Assert.Equal(Pieces(town).Sum(piece => piece.Area), area.Area, 0.1);
        Assert.All(area.Holes, hole => Assert.True(new Polygon(hole).Area > 5));
    }

    [Fact]
    public void A_town_has_every_kind_of_junction_crossing_line_and_island()
    {
        Town town = TownBuilder.Build(1, "boston-seaport", 5000);
        Assert.Contains(town.Junctions, junction => junction.Arms.Length == 3);
        Assert.Contains(town.Junctions, junction => junction.Arms.Length == 4);
        Assert.Contains(town.Junctions, junction => junction.Islands.Any(island => !island.IsEmpty));
        Assert.Contains(town.Roads, road => road.Sections.Length > 1);
        Assert.Contains(town.Roads.SelectMany(road => road.Sections), section => !section.Median.IsEmpty);
        Assert.Equal(3, town.Roads.SelectMany(road => road.Sections).SelectMany(section => section.Dividers).Select(divider => divider.Style).Distinct().Count());
    }

    [Fact]
    public void A_town_grows_with_what_is_driven_in_it() =>
        Assert.True(TownBuilder.Build(1, "boston-seaport", 20_000).Width > 1.5 * TownBuilder.Build(1, "boston-seaport", 0).Width);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Wide_roads_do_not_fold_over_in_the_bends_of_a_large_town(long seed) =>
        Assert.All(Pieces(TownBuilder.Build(seed, "boston-seaport", 34_000)), piece => Assert.True(piece.IsValid));

    [Fact]
    public void Houses_keep_clear_of_the_road()
    {
        Town town = TownBuilder.Build(2, "singapore-queenstown", 0);
        Assert.All(town.Buildings, building => Assert.False(MapPolygon.Create(building.Corners).Intersects(town.RoadArea)));
    }

    private static IEnumerable<Polygon> Pieces(Town town) =>
    [
        .. town.Roads.SelectMany(road => road.Sections).Select(section => MapPolygon.Create(section.Outline, section.Median)),
        .. town.Junctions.Select(junction => MapPolygon.Create(junction.Outline, [.. junction.Islands])),
    ];
}
