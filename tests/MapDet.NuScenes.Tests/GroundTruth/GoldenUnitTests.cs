using System.Text.Json.Nodes;
using MapDet.Core.Geometry;
using MapDet.NuScenes.GroundTruth;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Tests.GroundTruth;

public sealed class GoldenUnitTests
{
    private static readonly JsonNode Units = GoldenFiles.Json("units.json");
    private static readonly Envelope Box = new(-15, 15, -30, 30);

    public static TheoryData<string> ResampleNames => Names("resample");

    // Rings of one or two nodes are no areas at all: the map reader refuses them.
    public static TheoryData<string> ValidityNames => [.. Units["validity"]!.AsArray()
        .Where(unit => unit!["reference_raises"] is null)
        .Select(unit => unit!["name"]!.GetValue<string>())];

    public static TheoryData<string> DividerNames => Names("divider");

    public static TheoryData<string> RingNames => Names("rings");

    [Theory]
    [MemberData(nameof(ResampleNames))]
    public void Lines_are_sampled_as_the_reference_does(string name)
    {
        JsonNode unit = Unit("resample", name);
        Polyline line = new(ExpectedElement.Points(unit["points"]!));

        Assert.Equal(unit["length"]!.GetValue<double>(), line.Length, 1e-9);
        Assert.Equal(unit["closed"]!.GetValue<bool>(), line.IsClosed);
        Assert.Equal(
            ExpectedElement.Points(unit["sampled"]!),
            line.Resample(20).Select(point => new Point2(Math.Clamp((float)point.X, -15, 15), Math.Clamp((float)point.Y, -30, 30))),
            (a, b) => a.DistanceTo(b) <= 1e-5);
    }

    [Theory]
    [MemberData(nameof(ValidityNames))]
    public void Areas_are_valid_where_the_reference_finds_them_valid(string name)
    {
        JsonNode unit = Unit("validity", name);
        Polygon area = Area(unit);

        Assert.Equal(unit["result"]!["valid"]!.GetValue<bool>(), area.IsValid);
        Assert.Equal(unit["result"]!["empty"]!.GetValue<bool>(), area.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(DividerNames))]
    public void Dividers_are_cut_as_the_reference_does(string name)
    {
        JsonNode unit = Unit("divider", name);
        double[] box = unit["patch_box"]!.Numbers();
        PatchFrame patch = new(new MapFrame(box[0], box[1], unit["patch_angle_deg"]!.GetValue<double>() * Math.PI / 180, 0));

        IEnumerable<Point2[]> pieces = DividerClipper.Clip(patch.ToPatch(Nodes(unit["line"]!)), Box);

        GroundTruthAssert.LinesEqual(unit["result"]!, pieces.Select(Line), name);
    }

    [Theory]
    [MemberData(nameof(RingNames))]
    public void Boundaries_follow_the_outline_of_the_union_of_roads_and_lanes(string name)
    {
        JsonNode unit = Unit("rings", name);

        List<Point2[]> lines = AreaOutlines.Boundaries(Areas(unit["roads"]!), Areas(unit["lanes"]!), Box);

        GroundTruthAssert.LinesEqual(unit["boundary"]!["result"]!, lines.Select(Line), name);
    }

    [Theory]
    [MemberData(nameof(RingNames))]
    public void Crossings_follow_the_outline_of_their_union(string name)
    {
        JsonNode unit = Unit("rings", name);

        List<Point2[]> lines = AreaOutlines.Crossings(Areas(unit["roads"]!), Box);

        GroundTruthAssert.LinesEqual(unit["ped_crossing_of_roads"]!["result"]!, lines.Select(Line), name);
    }

    [Fact]
    public void A_divider_that_touches_the_patch_in_a_point_yields_nothing()
    {
        JsonNode unit = Unit("contacts", "divider_touches_patch_in_a_point");
        PatchFrame patch = new(new MapFrame(600, 400, 0, 0));

        Assert.Empty(DividerClipper.Clip(patch.ToPatch(Nodes(unit["line"]!)), Box));
    }

    [Fact]
    public void A_ring_that_touches_the_shrunken_box_from_inside_stays_closed()
    {
        JsonNode unit = Unit("contacts", "ring_touches_shrunken_box_from_inside");
        Polygon area = new(Ring(unit["roads"]!));

        GroundTruthAssert.LinesEqual(unit["result"]!, AreaOutlines.Boundaries([area], [], Box).Select(Line), "inside");
    }

    [Fact]
    public void A_ring_that_touches_the_shrunken_box_from_outside_yields_nothing()
    {
        JsonNode unit = Unit("contacts", "ring_touches_shrunken_box_from_outside");

        Assert.Empty(AreaOutlines.Boundaries([new Polygon(Ring(unit["roads"]!))], [], Box));
    }

    [Fact]
    public void An_area_that_meets_the_patch_in_an_edge_only_yields_nothing()
    {
        Polygon area = new(new LinearRing([new(15, -5), new(20, -5), new(20, 5), new(15, 5), new(15, -5)]));

        Assert.Empty(AreaOutlines.Crossings([area], Box));
    }

    [Fact]
    public void Poses_are_composed_as_the_reference_does()
    {
        foreach (JsonNode? unit in Units["pose"]!.AsArray().Where(unit => unit!["reference_raises"] is null))
        {
            RigidTransform lidarToWorld = Pose(unit!, "ego2global").After(Pose(unit!, "lidar2ego"));

            double[] expected = [.. unit!["lidar2global"]!.AsArray().SelectMany(row => row!.Numbers())];
            Assert.Equal(expected, lidarToWorld.ToMatrix(), (a, b) => Math.Abs(a - b) <= 1e-6);
            double turn = (lidarToWorld.Yaw * 180 / Math.PI) - unit["patch_angle_deg"]!.GetValue<double>();
            Assert.Equal(0, Math.IEEERemainder(turn, 360), 1e-6);
        }
    }

    [Fact]
    public void A_zero_quaternion_is_no_pose()
    {
        JsonNode unit = Unit("pose", "zero_quaternion");

        Assert.Throws<ArgumentException>(() => Pose(unit, "ego2global"));
    }

    private static TheoryData<string> Names(string group) => [.. Units[group]!.AsArray().Select(unit => unit!["name"]!.GetValue<string>())];

    private static JsonNode Unit(string group, string name) =>
        Units[group]!.AsArray().Single(unit => unit!["name"]?.GetValue<string>() == name)!;

    private static RigidTransform Pose(JsonNode unit, string name)
    {
        double[] q = unit[name + "_rotation"]!.Numbers();
        double[] t = unit[name + "_translation"]!.Numbers();
        return RigidTransform.FromQuaternion(q[0], q[1], q[2], q[3], new Point3(t[0], t[1], t[2]));
    }

    private static Point2[] Nodes(JsonNode node) => [.. ExpectedElement.Points(node)];

    private static Polyline Line(Point2[] nodes) => new([.. nodes]);

    private static IEnumerable<Polygon> Areas(JsonNode node) => node.AsArray().Select(area => Area(area!));

    private static Polygon Area(JsonNode node) => new(
        Ring(node["exterior"]!),
        [.. node["holes"]!.AsArray().Where(hole => hole!.AsArray().Count > 0).Select(hole => Ring(hole!))]);

    private static LinearRing Ring(JsonNode node)
    {
        Coordinate[] nodes = Array.ConvertAll(Nodes(node), point => new Coordinate(point.X, point.Y));
        return new LinearRing(nodes.Length == 0 || nodes[0].Equals2D(nodes[^1]) && nodes.Length > 1 ? nodes : [.. nodes, nodes[0].Copy()]);
    }
}
