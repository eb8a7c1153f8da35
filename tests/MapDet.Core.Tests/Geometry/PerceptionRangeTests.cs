using CsCheck;
using MapDet.Core.Geometry;

namespace MapDet.Core.Tests.Geometry;

public sealed class PerceptionRangeTests
{
    [Fact]
    public void Corners_normalise_to_one_and_back() => Gen.Select(Gen.Double[-1, 1], Gen.Double[-1, 1]).Sample((x, y) =>
    {
        Point2 back = PerceptionRange.Default.Normalize(PerceptionRange.Default.Denormalize(new Point2(x, y)));
        Assert.Equal(x, back.X, tolerance: 1e-12);
        Assert.Equal(y, back.Y, tolerance: 1e-12);
    });

    [Fact]
    public void The_front_right_corner_is_one_one() =>
        Assert.Equal(new Point2(1, 1), PerceptionRange.Default.Normalize(new Point2(15, 30)));
}
