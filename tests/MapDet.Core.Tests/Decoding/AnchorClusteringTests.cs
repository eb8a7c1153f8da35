using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Geometry;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Decoding;

public sealed class AnchorClusteringTests
{
    [Theory]
    [InlineData(20, 8, 5, 7)]
    [InlineData(50, 20, 13, 17)]
    [InlineData(1, 1, 0, 0)]
    public void Instances_are_shared_among_the_classes(int instances, int dividers, int crossings, int boundaries)
    {
        ImmutableArray<int> shares = AnchorClustering.Share(instances);

        Assert.Equal(instances, shares.Sum());
        Assert.Equal([dividers, crossings, boundaries], shares.ToArray());
    }

    [Fact]
    public void Lines_are_clustered_with_their_mirror_images_whatever_direction_they_run_in()
    {
        MapElement[] elements =
        [
            .. Enumerable.Range(0, 40).Select(i => Rig.Element(
                MapClass.Divider,
                i % 2 == 0 ? [new Point2(5, -20), new Point2(5, 20)] : [new Point2(5, 20), new Point2(5, -20)])),
        ];

        MapAnchors anchors = AnchorClustering.Fit(elements, PerceptionRange.Default, 20, 20);

        Assert.Equal(20, anchors.Polylines.Length);
        Assert.Contains(anchors.Polylines, p => p[0].DistanceTo(new Point2(5, -20)) < 1e-4 && p[^1].DistanceTo(new Point2(5, 20)) < 1e-4);
        Assert.Contains(anchors.Polylines, p => p[0].DistanceTo(new Point2(-5, -20)) < 1e-4 && p[^1].DistanceTo(new Point2(-5, 20)) < 1e-4);
    }

    [Fact]
    public void Equal_rings_with_other_starts_and_directions_become_one_anchor()
    {
        Point2[] corners = [new(-2, 8), new(2, 8), new(2, 12), new(-2, 12)];
        MapElement[] elements =
        [
            Rig.Element(MapClass.PedCrossing, corners[0], corners[1], corners[2], corners[3], corners[0]),
            Rig.Element(MapClass.PedCrossing, corners[2], corners[1], corners[0], corners[3], corners[2]),
        ];

        MapAnchors anchors = AnchorClustering.Fit(elements, PerceptionRange.Default, 4, 17);

        Assert.Equal(4, anchors.Polylines.Length);
        ImmutableArray<Point2> crossing = Assert.Single(anchors.Polylines, p => p[0].DistanceTo(p[^1]) < 1e-6);
        Assert.True(crossing[0].DistanceTo(corners[0]) < 1e-6);
        Assert.True(crossing[4].DistanceTo(corners[1]) < 1e-6);
    }

    [Fact]
    public void Equal_elements_give_equal_anchors()
    {
        Random random = new(1);
        MapElement[] elements =
        [
            .. Enumerable.Range(0, 300).Select(i => Rig.Element(
                (MapClass)(i % 3),
                new Point2(random.NextDouble() * 10, random.NextDouble() * 10),
                new Point2(random.NextDouble() * 10, random.NextDouble() * 10),
                new Point2(random.NextDouble() * 10, random.NextDouble() * 10))),
        ];

        MapAnchors first = AnchorClustering.Fit(elements, PerceptionRange.Default, 20, 20);
        MapAnchors second = AnchorClustering.Fit(elements, PerceptionRange.Default, 20, 20);

        Assert.Equal(first.Polylines.SelectMany(p => p), second.Polylines.SelectMany(p => p));
    }

    [Fact]
    public void Without_elements_anchors_are_spread_over_the_range()
    {
        MapAnchors anchors = AnchorClustering.Fit([], PerceptionRange.Default, 20, 20);

        Assert.Equal(20, anchors.Polylines.Length);
        Assert.All(anchors.Polylines.SelectMany(p => p), p => Assert.True(PerceptionRange.Default.Contains(p)));
        Assert.Equal(20, anchors.Polylines.Select(p => p[3]).Distinct().Count());
    }
}
