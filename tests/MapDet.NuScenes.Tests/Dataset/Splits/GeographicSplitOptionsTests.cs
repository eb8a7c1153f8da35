using MapDet.Core;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Dataset.Splits;

namespace MapDet.NuScenes.Tests.Dataset.Splits;

public sealed class GeographicSplitOptionsTests
{
    public static TheoryData<GeographicSplitOptions> BadOptions { get; } =
    [
        new GeographicSplitOptions { Separation = 0 },
        new GeographicSplitOptions { Separation = double.NaN },
        new GeographicSplitOptions { Shares = [new("train", 1)] },
        new GeographicSplitOptions { Shares = [new("train", 0.8), new("val", 0.3)] },
        new GeographicSplitOptions { Shares = [new("train", 1.2), new("val", -0.2)] },
        new GeographicSplitOptions { Shares = [new("train", 0.8), new("train", 0.2)] },
        new GeographicSplitOptions { Shares = [new("train", 0.8), new("left_out", 0.2)] },
        new GeographicSplitOptions { Shares = [new("train", 0.8), new(" ", 0.2)] },
    ];

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Options_that_make_no_sense_are_refused(GeographicSplitOptions options) =>
        Assert.Contains("Geographic splits: ", Assert.Throws<MapDetException>(() => new GeographicSplitter(options)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_separation_is_where_the_farthest_corners_of_two_ranges_just_meet()
    {
        // Two vehicles that point the same corner at each other: a little nearer, and both ranges hold the place between them.
        PerceptionRange range = PerceptionRange.Default;
        double separation = GeographicSplitOptions.SeparationOf(range);
        double yaw = Math.Atan2(range.XMax, range.YMax);
        MapFrame first = new(0, 0, yaw, 0);
        MapFrame second = new(0, separation - 0.01, yaw + Math.PI, 0);
        Point3 between = new(0, (separation - 0.01) / 2, 0);

        Assert.Equal(67.082, separation, tolerance: 0.001);
        Assert.All([first, second], frame =>
        {
            Point3 seen = frame.ToWorld().Inverse().Apply(between);
            Assert.True(range.Contains(new Point2(seen.X, seen.Y)));
        });
    }

    [Fact]
    public void A_range_that_reaches_farther_ahead_needs_a_larger_separation() =>
        Assert.Equal(2 * 50, GeographicSplitOptions.SeparationOf(new PerceptionRange(-30, -10, -2, 30, 40, 2)), tolerance: 1e-9);
}
