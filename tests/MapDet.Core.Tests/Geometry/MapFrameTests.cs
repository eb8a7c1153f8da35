using MapDet.Core.Geometry;

namespace MapDet.Core.Tests.Geometry;

public sealed class MapFrameTests
{
    [Fact]
    public void Ahead_of_a_vehicle_that_drives_north_is_north_and_zero_height_is_the_ground()
    {
        MapFrame frame = new(100, 200, 0, 3);

        Assert.Equal(new Point3(101, 207, 3), frame.ToWorld().Apply(new Point3(1, 7, 0)));
    }

    [Fact]
    public void The_angle_is_the_direction_of_the_right_hand_side()
    {
        // Driving west: the right-hand side points north.
        Point3 right = new MapFrame(0, 0, Math.PI / 2, 0).ToWorld().Apply(new Point3(1, 0, 0));
        Point3 ahead = new MapFrame(0, 0, Math.PI / 2, 0).ToWorld().Apply(new Point3(0, 1, 0));

        Assert.Equal((0, 1), (Math.Round(right.X, 9), Math.Round(right.Y, 9)));
        Assert.Equal((-1, 0), (Math.Round(ahead.X, 9), Math.Round(ahead.Y, 9)));
    }
}
