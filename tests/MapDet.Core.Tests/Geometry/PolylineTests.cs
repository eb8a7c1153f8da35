using CsCheck;
using MapDet.Core.Geometry;

namespace MapDet.Core.Tests.Geometry;

public sealed class PolylineTests
{
    private static readonly Gen<Point2> Place = Gen.Select(Gen.Double[-50, 50], Gen.Double[-50, 50], (x, y) => new Point2(x, y));
    private static readonly Gen<Polyline> Line = Place.Array[2, 30].Select(points => new Polyline([.. points]));

    [Fact]
    public void Resampling_a_straight_line_gives_equal_steps_with_both_ends()
    {
        Polyline line = new([new(0, 0), new(1, 0), new(9, 0)]);

        Assert.Equal<Point2>([new(0, 0), new(3, 0), new(6, 0), new(9, 0)], line.Resample(4));
    }

    [Fact]
    public void Resampling_goes_round_corners_by_length_along_the_line()
    {
        Polyline corner = new([new(0, 0), new(2, 0), new(2, 2)]);

        Assert.Equal<Point2>([new(0, 0), new(1, 0), new(2, 0), new(2, 1), new(2, 2)], corner.Resample(5));
    }

    [Fact]
    public void A_resampled_ring_ends_where_it_begins()
    {
        Polyline ring = new([new(0, 0), new(4, 0), new(4, 3), new(0, 3), new(0, 0)]);

        var points = ring.Resample(20);

        Assert.True(ring.IsClosed);
        Assert.Equal(points[0], points[^1]);
    }

    [Fact]
    public void Vertices_that_coincide_do_not_disturb_the_steps()
    {
        Polyline line = new([new(0, 0), new(0, 0), new(2, 0), new(2, 0), new(4, 0), new(4, 0)]);

        Assert.Equal<Point2>([new(0, 0), new(2, 0), new(4, 0)], line.Resample(3));
    }

    [Fact]
    public void A_line_of_no_length_gives_its_one_place()
    {
        Polyline dot = new([new(1, 2), new(1, 2)]);

        Assert.Equal<Point2>([new(1, 2), new(1, 2), new(1, 2)], dot.Resample(3));
    }

    [Fact]
    public void No_chord_between_resampled_points_is_longer_than_the_step_along_the_line() => Line.Sample(line =>
    {
        double step = line.Length / 19;
        var points = line.Resample(20);
        for (int i = 1; i < points.Length; i++)
        {
            Assert.True(points[i - 1].DistanceTo(points[i]) <= step + 1e-9);
        }
    });

    [Fact]
    public void Resampling_the_reversed_line_gives_the_reversed_points() => Line.Sample(line =>
    {
        Polyline reversed = new([.. line.Vertices.Reverse()]);
        Assert.All(line.Resample(20).Reverse().Zip(reversed.Resample(20)), pair => Assert.True(pair.First.DistanceTo(pair.Second) < 1e-9));
    });
}
