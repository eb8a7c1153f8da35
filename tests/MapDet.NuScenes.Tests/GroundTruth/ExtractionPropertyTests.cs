using CsCheck;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.NuScenes.GroundTruth;
using MapDet.NuScenes.Maps;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Tests.GroundTruth;

public sealed class ExtractionPropertyTests
{
    private static readonly Envelope Box = new(-15, 15, -30, 30);
    private static readonly MapExpansion Map = MapExpansion.Load(GoldenFiles.DataRoot, "boston-seaport");

    [Fact]
    public void Points_lie_in_the_range_and_lines_inside_the_patch_wherever_the_vehicle_stands()
    {
        GroundTruthExtractor extractor = new(Map, PerceptionRange.Default, 20);
        Envelope extent = new();
        foreach (MapPolygonRecord road in Map.RoadSegments.Records.Where(road => road.IsValid))
        {
            extent.ExpandToInclude(road.Geometry.EnvelopeInternal);
        }

        Gen.Select(Gen.Double[extent.MinX, extent.MaxX], Gen.Double[extent.MinY, extent.MaxY], Gen.Double[-Math.PI, Math.PI]).Sample(
            (x, y, angle) => Assert.All(extractor.Extract(new MapFrame(x, y, angle, 0)), element =>
            {
                Assert.All(element.Points, point => Assert.True(PerceptionRange.Default.Contains(point)));
                Assert.All(element.Vertices.Vertices, vertex => Assert.True(Box.Contains(vertex.X, vertex.Y)));
                Assert.Equal(20, element.Points.Length);
                Assert.True(element.Class != MapClass.PedCrossing || element.IsClosed);
            }),
            iter: 60);
    }

    [Fact]
    public void Neighbours_that_share_an_edge_across_the_border_leave_no_cut_in_the_union()
    {
        Gen<double> offset = Gen.Double[-10, 10];
        Gen.Select(offset, offset, offset, Gen.Double[-1, 1]).Sample(
            (a, b, c, tilt) =>
            {
                Coordinate low = new(a, -40 + tilt);
                Coordinate high = new(b + c, 40 - tilt);
                Polygon left = new(new LinearRing([low, new(-50, -45), new(-50, 45), high, low]));
                Polygon right = new(new LinearRing([high, new(50, 45), new(50, -45), low, high]));

                Assert.Single(AreaOutlines.Crossings([left, right], Box));
                Assert.Empty(AreaOutlines.Boundaries([left, right], [], Box));
            },
            iter: 300);
    }

    [Fact]
    public void A_ring_cut_by_the_patch_keeps_every_stretch_inside()
    {
        Coordinate[] comb = [new(-20, 0), new(0, 10), new(20, 0), new(0, -10), new(-20, 0)];

        Coordinate[][] pieces = [.. RingClipper.Clip(comb, Box)];

        Assert.Equal(2, pieces.Length);
        Assert.All(pieces, piece => Assert.Equal(3, piece.Length));
        Assert.All(pieces, piece => Assert.Equal(15, Math.Abs(piece[0].X)));
    }
}
