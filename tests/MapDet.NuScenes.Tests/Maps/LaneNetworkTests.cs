using System.Collections.Immutable;
using CsCheck;
using MapDet.Core;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Maps.Lanes;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Tests.Maps;

public sealed class LaneNetworkTests
{
    private const double Resolution = 0.5;

    private static readonly MapExpansion Boston = MapExpansion.Load(GoldenFiles.DataRoot, MapFiles.Boston);

    [Fact]
    public void Lanes_lead_to_those_that_they_come_from()
    {
        LaneNetwork network = Boston.LaneNetwork;

        Assert.All(Boston.Lanes, lane => Assert.All(network.Outgoing(lane.Token), next => Assert.Contains(lane, network.Incoming(next.Token))));
        Assert.Contains(Boston.Lanes, lane => !network.Outgoing(lane.Token).IsEmpty);
    }

    [Fact]
    public void A_lane_that_does_not_exist_is_refused_by_name()
    {
        MapDetException exception = Assert.Throws<MapDetException>(() => Boston.LaneNetwork.Outgoing("nowhere"));

        Assert.Contains("'nowhere'", exception.Message, StringComparison.Ordinal);
        Assert.Throws<MapDetException>(() => Boston.LaneNetwork.CentreLine("nowhere", Resolution));
    }

    [Fact]
    public void Centre_lines_run_from_the_start_of_their_path_to_its_end()
    {
        LaneNetwork network = Boston.LaneNetwork;
        KeyValuePair<string, ImmutableArray<ArcLinePath>>[] lanes = [.. network.Paths.Where(entry => !entry.Value.IsEmpty)];

        Assert.NotEmpty(lanes);
        Assert.All(lanes, lane =>
        {
            ImmutableArray<PathPose> line = network.CentreLine(lane.Key, Resolution);
            Assert.Equal(0, line[0].Place.DistanceTo(lane.Value[0].Start.Place), tolerance: 1e-9);
            Assert.Equal(0, line[^1].Place.DistanceTo(lane.Value[^1].End.Place), tolerance: 1e-6);
            Assert.Equal(lane.Value.Sum(path => path.Length), new Polyline([.. line.Select(pose => pose.Place)]).Length, tolerance: 1e-6);
            Assert.All(line.Zip(line.Skip(1)), pair => Assert.InRange(pair.First.Place.DistanceTo(pair.Second.Place), 1e-6, Resolution + 1e-9));
        });
    }

    [Fact]
    public void Centre_lines_lie_in_their_lanes() => ExpectWithinLanes(Boston, tolerance: 0.05);

    [Fact]
    public void Centre_lines_of_a_synthetic_town_lie_in_their_lanes()
    {
        using TemporaryFolder folder = new();
        MapFiles.WriteTown(folder.Path, MapFiles.Boston);

        ExpectWithinLanes(MapExpansion.Load(folder.Path, MapFiles.Boston), tolerance: 0.05);
    }

    [Fact]
    public void A_lane_without_path_has_no_centre_line()
    {
        string token = Boston.LaneNetwork.Paths.First(entry => entry.Value.IsEmpty).Key;

        Assert.Empty(Boston.LaneNetwork.CentreLine(token, Resolution));
    }

    [Fact]
    public void A_quarter_of_a_circle_ends_where_geometry_says()
    {
        PathPose start = new(new Point2(3, 4), 0);
        ArcLinePath left = new(start, default, ArcLineShape.LSR, 10, [Math.PI * 5, 0, 0]);
        ArcLinePath rightAfterStraight = new(start, default, ArcLineShape.LSR, 10, [0, 2, Math.PI * 5]);

        ExpectPose(new PathPose(new Point2(13, 14), Math.PI / 2), left.PoseAt(left.Length), 1e-12);
        ExpectPose(new PathPose(new Point2(15, -6), -Math.PI / 2), rightAfterStraight.PoseAt(rightAfterStraight.Length), 1e-12);
        ExpectPose(start, left.PoseAt(-1), 0);
        ExpectPose(left.PoseAt(left.Length), left.PoseAt(1000), 0);
    }

    [Fact]
    public void Any_path_is_the_integral_of_its_direction()
    {
        Gen<double> length = Gen.Double[0, 30];
        Gen.Select(Gen.Enum<ArcLineShape>(), Gen.Double[3, 1000], length, length, length, Gen.Double[-3, 3]).Sample(
            (shape, radius, first, second, third, yaw) =>
            {
                ArcLinePath path = new(new PathPose(new Point2(100, 200), yaw), default, shape, radius, [first, second, third]);
                ExpectPose(Integrate(path), path.PoseAt(path.Length), 1e-3);
            },
            iter: 50);
    }

    [Theory]
    [InlineData(0.5, 21)]
    [InlineData(3, 5)]
    [InlineData(100, 2)]
    public void A_path_is_cut_into_equal_steps_no_longer_than_asked_for(double resolution, int count)
    {
        ArcLinePath path = new(default, default, ArcLineShape.RSL, 50, [0, 10, 0]);

        ImmutableArray<PathPose> poses = path.Discretise(resolution);

        Assert.Equal(count, poses.Length);
        Assert.All(poses.Select((pose, i) => (pose, i)), step => Assert.Equal(step.i * 10.0 / (count - 1), step.pose.Place.X, tolerance: 1e-12));
        Assert.Throws<ArgumentOutOfRangeException>(() => path.Discretise(0));
    }

    private static void ExpectWithinLanes(MapExpansion map, double tolerance)
    {
        Assert.NotEmpty(map.Lanes);
        Assert.All(map.Lanes, lane =>
        {
            Geometry shape = lane.Shape();
            Assert.All(map.LaneNetwork.CentreLine(lane.Token, Resolution), pose =>
                Assert.InRange(shape.Distance(new Point(pose.Place.X, pose.Place.Y)), 0, tolerance));
        });
    }

    private static void ExpectPose(PathPose expected, PathPose actual, double tolerance)
    {
        Assert.Equal(0, expected.Place.DistanceTo(actual.Place), tolerance);
        Assert.Equal(0, Math.IEEERemainder(expected.Yaw - actual.Yaw, Math.Tau), tolerance);
    }

    // Small straight steps, each in the direction of its middle.
    private static PathPose Integrate(ArcLinePath path)
    {
        const int steps = 2000;
        (double x, double y, double yaw) = (path.Start.Place.X, path.Start.Place.Y, path.Start.Yaw);
        for (int part = 0; part < 3; part++)
        {
            char letter = path.Shape.ToString()[part];
            double turn = letter == 'L' ? 1 : letter == 'R' ? -1 : 0;
            double step = path.SegmentLengths[part] / steps;
            for (int i = 0; i < steps; i++)
            {
                double middle = yaw + (turn * step / path.Radius / 2);
                (x, y, yaw) = (x + (step * Math.Cos(middle)), y + (step * Math.Sin(middle)), yaw + (turn * step / path.Radius));
            }
        }

        return new PathPose(new Point2(x, y), yaw);
    }
}
