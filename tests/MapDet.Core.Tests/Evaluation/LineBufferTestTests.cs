using CsCheck;
using MapDet.Core.Evaluation;
using MapDet.Core.Geometry;

namespace MapDet.Core.Tests.Evaluation;

public sealed class LineBufferTestTests
{
    private static readonly Gen<Point2> s_point = Gen.Select(Gen.Double[-6, 6], Gen.Double[-6, 6], (x, y) => new Point2(x, y));

    private static readonly Gen<ResampledLine> s_line = s_point.Array[2, 6].Select(points => new ResampledLine([.. points]));

    private static readonly Gen<ResampledLine> s_ring = s_point.Array[3, 6].Select(points => new ResampledLine([.. points, points[0]]));

    // Points of a coarse grid lie on one line, and on each other, all the time.
    private static readonly Gen<ResampledLine> s_gridLine = Gen.Select(Gen.Int[-2, 2], Gen.Int[-2, 2], (x, y) => new Point2(3 * x, 3 * y)).Array[2, 5]
        .Select(points => new ResampledLine([.. points]));

    [Fact]
    public void So_do_lines_that_run_along_themselves() =>
        Gen.Select(s_gridLine, s_gridLine)
            .Where((a, b) => a.CanMatch && b.CanMatch && LineBufferTest.LiesBeside(a, b))
            .Sample((a, b) => LineBufferTest.PolygonsIntersect(a, b), iter: 500, print: pair => $"{Text(pair.Item1)} and {Text(pair.Item2)}");

    [Fact]
    public void A_line_that_goes_and_comes_back_the_same_way_may_have_no_polygon()
    {
        // Rounding decides: shapely gives this one an area of 0 as well, and 4.2 square metres from exactly (0, 0).
        ResampledLine fold = new([new Point2(2.965e-91, 0), new Point2(1, 1), new Point2(2.965e-91, 0)]);
        ResampledLine line = new([new Point2(0, -5), new Point2(0, 5)]);

        Assert.True(fold.TurnsBack);
        Assert.False(line.TurnsBack);
        Assert.False(LineBufferTest.Intersect(fold, line));
    }

    [Fact]
    public void Lines_beside_each_other_intersect_when_widened() =>
        Gen.Select(Gen.OneOf(s_line, s_ring), Gen.OneOf(s_line, s_ring))
            .Where((a, b) => LineBufferTest.LiesBeside(a, b))
            .Sample((a, b) => LineBufferTest.PolygonsIntersect(a, b), iter: 500, print: pair => $"{Text(pair.Item1)} and {Text(pair.Item2)}");

    [Fact]
    public void Pieces_end_to_end_with_a_gap_between_them_do_not_intersect()
    {
        ResampledLine first = new([new Point2(0, 0), new Point2(0, 1)]);
        ResampledLine second = new([new Point2(0, 1.2), new Point2(0, 2)]);

        Assert.False(LineBufferTest.Intersect(first, second));
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1e-12)]
    [InlineData(1e-3)]
    [InlineData(0.2)]
    public void A_very_short_line_intersects_as_its_polygon_does(double length)
    {
        ResampledLine line = new([new Point2(0, -5), new Point2(0, 5)]);
        ResampledLine shortLine = new([new Point2(0, 0), new Point2(0, length)]);

        Assert.Equal(LineBufferTest.PolygonsIntersect(line, shortLine), LineBufferTest.Intersect(line, shortLine));
        Assert.Equal(length > 0.1, LineBufferTest.LiesBeside(shortLine, line));
    }

    [Fact]
    public void A_line_of_no_length_intersects_nothing()
    {
        ResampledLine line = new([new Point2(0, 0), new Point2(0, 5)]);
        ResampledLine point = new([new Point2(0, 2), new Point2(0, 2)]);

        Assert.False(LineBufferTest.Intersect(line, point));
        Assert.False(LineBufferTest.Intersect(point, line));
    }

    private static string Text(ResampledLine line) => string.Join(", ", line.X.ToArray().Zip(line.Y.ToArray(), (x, y) => $"({x:R} {y:R})"));
}
