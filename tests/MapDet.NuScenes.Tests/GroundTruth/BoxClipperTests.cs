using MapDet.Core.Geometry;
using MapDet.NuScenes.GroundTruth;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Tests.GroundTruth;

public sealed class BoxClipperTests
{
    private static readonly Envelope Box = new(-15, 15, -30, 30);

    [Fact]
    public void A_ring_cut_by_the_box_keeps_every_stretch_inside()
    {
        Point2[][] pieces = Rings(new(-20, 0), new(0, 10), new(20, 0), new(0, -10), new(-20, 0));

        Assert.Equal(2, pieces.Length);
        Assert.All(pieces, piece => Assert.Equal(3, piece.Length));
        Assert.All(pieces, piece => Assert.Equal(15, Math.Abs(piece[0].X)));
    }

    [Fact]
    public void A_stretch_around_the_rings_own_start_is_one_line()
    {
        Point2[][] pieces = Rings(new(0, 0), new(20, 5), new(20, -5), new(0, 0));

        Point2[] piece = Assert.Single(pieces);
        Assert.Equal([new(15, -3.75), new(0, 0), new(15, 3.75)], piece);
    }

    [Fact]
    public void A_closed_line_that_leaves_the_box_is_two_lines_around_its_start()
    {
        Point2[][] pieces = Lines(new(0, 0), new(20, 5), new(20, -5), new(0, 0));

        Assert.Equal([[new(0, 0), new(15, 3.75)], [new(15, -3.75), new(0, 0)]], pieces);
    }

    [Fact]
    public void A_segment_across_the_whole_box_is_cut_on_both_sides()
    {
        Point2[] piece = Assert.Single(Lines(new(-30, 0), new(30, 20)));

        Assert.Equal([new(-15, 5), new(15, 15)], piece);
    }

    [Fact]
    public void A_line_that_passes_a_corner_outside_yields_nothing() => Assert.Empty(Lines(new(14, 40), new(25, 20)));

    [Fact]
    public void A_line_that_touches_the_border_from_outside_in_a_point_yields_nothing() => Assert.Empty(Lines(new(20, 0), new(15, 5), new(20, 10)));

    [Fact]
    public void A_line_along_the_border_is_inside() => Assert.Equal([[new(15, -5), new(15, 5)]], Lines(new(15, -5), new(15, 5)));

    [Fact]
    public void A_ring_that_touches_the_border_from_inside_stays_closed()
    {
        Point2[] ring = [new(0, 0), new(15, 0), new(0, 5), new(0, 0)];

        Assert.Equal(ring, Assert.Single(Rings(ring)));
    }

    private static Point2[][] Lines(params Point2[] line)
    {
        List<Point2[]> pieces = [];
        new BoxClipper(Box).ClipLine(line, pieces);
        return [.. pieces];
    }

    private static Point2[][] Rings(params Point2[] ring)
    {
        List<Point2[]> pieces = [];
        new BoxClipper(Box).ClipRing(ring, pieces);
        return [.. pieces];
    }
}
