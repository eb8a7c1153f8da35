using System.Collections.Immutable;
using CsCheck;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.NuScenes.GroundTruth;
using MapDet.NuScenes.Maps;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Tests.GroundTruth;

public sealed class ExtractionPropertyTests
{
    private static readonly Envelope Box = new(-15, 15, -30, 30);
    private static readonly ImmutableArray<VectorMap> Maps =
        [.. new[] { "boston-seaport", "singapore-onenorth" }.Select(name => new MapExpansionStore(GoldenFiles.DataRoot).Map(name))];

    private static readonly ImmutableArray<GroundTruthExtractor> Extractors = [.. Maps.Select(Extractor)];

    // Somewhere on the streets, looking anywhere: around a node of a road.
    private static readonly Gen<(int Map, MapFrame Frame)> OnTheStreets =
        from map in Gen.Int[0, Maps.Length - 1]
        from road in Gen.Int[0, Maps[map].RoadSegments.Length - 1]
        from node in Gen.Int[0, 1000]
        from dx in Gen.Double[-20, 20]
        from dy in Gen.Double[-20, 20]
        from angle in Gen.Double[-Math.PI, Math.PI]
        select (map, Frame(Maps[map].RoadSegments[road], node, dx, dy, angle));

    [Fact]
    public void Points_lie_in_the_range_and_lines_inside_the_patch_wherever_the_vehicle_stands() => OnTheStreets.Sample(
        where => Assert.All(Extractors[where.Map].Extract(where.Frame), element =>
        {
            Assert.All(element.Points, point => Assert.True(PerceptionRange.Default.Contains(point)));
            Assert.All(element.Vertices.Vertices, vertex => Assert.True(Box.Contains(vertex.X, vertex.Y)));
            Assert.Equal(20, element.Points.Length);
            Assert.True(element.Class != MapClass.PedCrossing || element.IsClosed);
        }),
        iter: 200);

    [Fact]
    public void Outlines_computed_once_for_the_map_give_what_cutting_every_area_to_the_patch_gives() => OnTheStreets.Sample(
        where =>
        {
            ImmutableArray<MapElement> elements = Extractors[where.Map].Extract(where.Frame);

            (List<Polyline> dividers, List<Polyline> crossings, List<Polyline> boundaries) = ByOverlay(Maps[where.Map], where.Frame);
            LineAssert.SameLines(dividers, Of(MapClass.Divider, elements));
            LineAssert.SameLines(crossings, Of(MapClass.PedCrossing, elements));
            LineAssert.SameLines(boundaries, Of(MapClass.Boundary, elements));
        },
        iter: 150);

    [Fact]
    public void Moving_map_and_vehicle_together_changes_nothing() => Gen.Select(OnTheStreets, Gen.Double[-500, 500], Gen.Double[-500, 500], Gen.Double[-3, 3]).Sample(
        (where, x, y, turn) =>
        {
            RigidTransform motion = RigidTransform.FromYaw(turn, new Point3(x, y, 0));
            MapFrame frame = where.Frame;
            Point2 center = Moved(motion, new Point2(frame.CenterX, frame.CenterY));

            ImmutableArray<MapElement> still = Extractors[where.Map].Extract(frame);
            ImmutableArray<MapElement> moved = Extractor(Moved(motion, Maps[where.Map])).Extract(new MapFrame(center.X, center.Y, frame.Angle + turn, 0));

            Assert.All(MapClasses.All, mapClass => LineAssert.SameLines(Of(mapClass, still), Of(mapClass, moved)));
        },
        iter: 25);

    [Fact]
    public void Open_lines_keep_the_direction_of_their_map_and_have_the_road_on_their_right() => OnTheStreets.Sample(
        where =>
        {
            ImmutableArray<MapElement> elements = Extractors[where.Map].Extract(where.Frame);
            PatchFrame patch = new(where.Frame);

            Point2[][] dividers = [.. Maps[where.Map].RoadDividers.Concat(Maps[where.Map].LaneDividers).Select(line => patch.ToPatch([.. line.Nodes]))];
            Polygon[] covered = [.. Valid(Maps[where.Map].RoadSegments, patch), .. Valid(Maps[where.Map].Lanes, patch)];
            Assert.All(Of(MapClass.Divider, elements), piece => Assert.Contains(dividers, line => LineAssert.RunsAlong(piece, line)));
            Assert.All(
                Of(MapClass.Boundary, elements).Where(piece => piece.Length > 0.1),
                piece => Assert.Contains(covered, area => area.Intersects(new NetTopologySuite.Geometries.Point(LineAssert.RightOf(piece)))));
        },
        iter: 40);

    [Fact]
    public void Neighbours_that_share_an_edge_across_the_border_leave_no_cut_in_the_union()
    {
        Gen<double> offset = Gen.Double[-10, 10];
        Gen.Select(offset, offset, offset, Gen.Double[-1, 1]).Sample(
            (a, b, c, tilt) =>
            {
                Coordinate low = new(a, -40 + tilt);
                Coordinate high = new(b + c, 40 - tilt);
                Polygon left = new(new LinearRing([low, new(-50, -45), new(-50, 45), high, low]));
                Polygon right = new(new LinearRing([high, new(50, 45), new(50, -45), low, high]));

                Assert.Single(AreaOutlines.Crossings([left, right], Box));
                Assert.Empty(AreaOutlines.Boundaries([left, right], [], Box));
            },
            iter: 300);
    }

    private static GroundTruthExtractor Extractor(VectorMap map) => new(map, PerceptionRange.Default, 20);

    private static MapFrame Frame(MapArea road, int node, double dx, double dy, double angle)
    {
        Point2 place = road.Shell.IsEmpty ? default : road.Shell[node % road.Shell.Length];
        return new MapFrame(place.X + dx, place.Y + dy, angle, 0);
    }

    private static IEnumerable<Polyline> Of(MapClass mapClass, ImmutableArray<MapElement> elements) =>
        elements.Where(element => element.Class == mapClass).Select(element => element.Vertices);

    private static (List<Polyline> Dividers, List<Polyline> Crossings, List<Polyline> Boundaries) ByOverlay(VectorMap map, MapFrame frame)
    {
        PatchFrame patch = new(frame);
        static List<Polyline> Lines(IEnumerable<Point2[]> lines) => [.. lines.Select(line => new Polyline([.. line]))];
        return (
            Lines(map.RoadDividers.Concat(map.LaneDividers).SelectMany(line => DividerClipper.Clip(patch.ToPatch([.. line.Nodes]), Box))),
            Lines(AreaOutlines.Crossings(Valid(map.PedCrossings, patch), Box)),
            Lines(AreaOutlines.Boundaries(Valid(map.RoadSegments, patch), Valid(map.Lanes, patch), Box)));
    }

    private static IEnumerable<Polygon> Valid(ImmutableArray<MapArea> areas, PatchFrame patch) => AreaPolygon.ValidOnes(areas, "any").Select(patch.ToPatch);

    private static VectorMap Moved(RigidTransform motion, VectorMap map) => map with
    {
        RoadDividers = [.. map.RoadDividers.Select(line => line with { Nodes = Moved(motion, line.Nodes) })],
        LaneDividers = [.. map.LaneDividers.Select(line => line with { Nodes = Moved(motion, line.Nodes) })],
        PedCrossings = Moved(motion, map.PedCrossings),
        RoadSegments = Moved(motion, map.RoadSegments),
        Lanes = Moved(motion, map.Lanes),
    };

    private static ImmutableArray<MapArea> Moved(RigidTransform motion, ImmutableArray<MapArea> areas) =>
        [.. areas.Select(area => new MapArea(area.Token, Moved(motion, area.Shell), [.. area.Holes.Select(hole => Moved(motion, hole))]))];

    private static ImmutableArray<Point2> Moved(RigidTransform motion, ImmutableArray<Point2> nodes) => [.. nodes.Select(node => Moved(motion, node))];

    private static Point2 Moved(RigidTransform motion, Point2 node)
    {
        Point3 moved = motion.Apply(new Point3(node.X, node.Y, 0));
        return new Point2(moved.X, moved.Y);
    }
}
