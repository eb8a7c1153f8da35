using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using MapDet.Core.Tests.Fixtures;

namespace MapDet.Core.Tests.Losses;

public sealed class PointOrdersTests
{
    public static TheoryData<string> Cases
    {
        get
        {
            using GoldenTensors golden = new("losses", "permutations.safetensors");
            return [.. golden.Cases];
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void All_shifts_are_those_of_the_reference(string name)
    {
        using GoldenTensors golden = new("losses", "permutations.safetensors");
        if (!golden.Contains($"{name}.v4"))
        {
            return;
        }

        PointOrderSet orders = new PointOrders(PointOrderPattern.AllShifts, PerceptionRange.Default).Of(Element(golden, name));

        Assert.Equal(golden.Shape($"{name}.v4"), new long[] { orders.Count, orders.Points, 2 });
        Assert.Equal(golden.Floats($"{name}.v4"), Flatten(orders));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Vertex_shifts_are_those_of_the_reference(string name)
    {
        using GoldenTensors golden = new("losses", "permutations.safetensors");
        PointOrderSet orders = new PointOrders(PointOrderPattern.VertexShifts, PerceptionRange.Default).Of(Element(golden, name));
        float[] expected = golden.Floats($"{name}.v2");
        Assert.Equal(golden.Shape($"{name}.v2"), new long[] { orders.Count, orders.Points, 2 });

        if (golden.Contains($"{name}.v2_all"))
        {
            // The reference draws at random among too many vertices; ours are others of the same orders.
            float[][] all = [.. golden.Floats($"{name}.v2_all").Chunk(orders.Points * 2)];
            Assert.All(Flatten(orders).Chunk(orders.Points * 2), order => Assert.Contains(all, candidate => Distance(candidate, order) < 1e-5));
            return;
        }

        Assert.True(Distance(expected, Flatten(orders)) < 1e-5);
    }

    [Fact]
    public void A_crossing_cut_open_by_the_range_is_an_open_line()
    {
        MapElement cut = Rig.Element(MapClass.PedCrossing, new Point2(-4, 5), new Point2(-4, 9), new Point2(6, 9));

        Assert.Equal(2, new PointOrders(PointOrderPattern.AllShifts, PerceptionRange.Default).Of(cut).Count);
    }

    private static MapElement Element(GoldenTensors golden, string name)
    {
        ImmutableArray<Point2> vertices = Points(golden.Floats($"{name}.vertices"));
        return new MapElement(MapClass.Boundary, new Polyline(vertices), Points(golden.Floats($"{name}.points")));
    }

    private static ImmutableArray<Point2> Points(float[] values) => [.. values.Chunk(2).Select(p => new Point2(p[0], p[1]))];

    private static float[] Flatten(PointOrderSet orders) => [.. Enumerable.Range(0, orders.Count).SelectMany(k => orders[k].ToArray())];

    private static double Distance(float[] a, float[] b) => a.Zip(b).Max(pair => Math.Abs((double)pair.First - pair.Second));
}
