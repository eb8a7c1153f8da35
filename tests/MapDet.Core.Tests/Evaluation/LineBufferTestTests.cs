using CsCheck;
using MapDet.Core.Evaluation;
using MapDet.Core.Geometry;

namespace MapDet.Core.Tests.Evaluation;

public sealed class LineBufferTestTests
{
    private static readonly Gen<Point2> s_point = Gen.Select(Gen.Double[-6, 6], Gen.Double[-6, 6], (x, y) => new Point2(x, y));

    private static readonly Gen<ResampledLine> s_line = s_point.Array[2, 6].Select(points => new ResampledLine([.. points]));

    private static readonly Gen<ResampledLine> s_ring = s_point.Array[3, 6].Select(points => new ResampledLine([.. points, points[0]]));

    [Fact]
    public void Lines_beside_each_other_intersect_when_widened() =>
        Gen.Select(Gen.OneOf(s_line, s_ring), Gen.OneOf(s_line, s_ring))
            .Where((a, b) => LineBufferTest.LiesBeside(a, b))
            .Sample((a, b) => LineBufferTest.PolygonsIntersect(a, b), iter: 500);

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
}
