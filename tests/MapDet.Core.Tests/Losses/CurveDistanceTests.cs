using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using TorchSharp;

namespace MapDet.Core.Tests.Losses;

public sealed class CurveDistanceTests : IDisposable
{
    /// <summary>What identical curves have: the distance is rounded off so that its gradient stays finite.</summary>
    private const double Least = 0.01;

    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Generator _generator = new(11);

    [Fact]
    public void Parallel_lines_are_as_far_apart_as_they_look()
    {
        Assert.Equal(2, Distance(Line(0, 0, 0, 30, 20), Line(2, 0, 2, 30, 20)), tolerance: 1e-4);
    }

    [Fact]
    public void Where_points_lie_along_a_line_does_not_matter()
    {
        torch.Tensor even = Line(0, 0, 0, 30, 20);
        torch.Tensor uneven = even.clone();
        uneven[0, 10, 1] = even[0, 10, 1] + 0.7f;
        uneven[0, 4, 1] = even[0, 4, 1] - 1.2f;

        Assert.Equal(Least, Distance(even, uneven), tolerance: 1e-4);
        Assert.Equal(Least, Distance(even, even.flip(1)), tolerance: 1e-4);
    }

    [Fact]
    public void A_line_that_ends_early_is_as_far_off_as_what_it_lacks()
    {
        // Of the longer line's points at 0, 1 … 19, those at 11 … 19 lie 1 … 9 beyond the end.
        Assert.Equal((45 / 20.0 / 2) + Least, Distance(Line(0, 0, 0, 10, 20), Line(0, 0, 0, 19, 20)), tolerance: 0.01);
    }

    [Fact]
    public void Curves_of_any_shape_are_as_far_apart_as_a_search_along_them_finds()
    {
        torch.Tensor first = Walks(40);
        torch.Tensor second = Walks(40);

        float[] actual = CurveDistance.Of(first, second).data<float>().ToArray();

        for (int i = 0; i < actual.Length; i++)
        {
            double expected = (Search(first[i], second[i]) + Search(second[i], first[i])) / 2;
            Assert.Equal(expected, actual[i], tolerance: 0.02);
        }
    }

    [Fact]
    public void Its_gradient_is_the_slope_of_its_values()
    {
        torch.Tensor points = Walks(1).requires_grad_();
        torch.Tensor other = Walks(1);
        CurveDistance.Of(points, other).sum().backward();
        torch.Tensor gradient = points.grad!;

        for (int p = 0; p < 20; p += 3)
        {
            const float Step = 1e-2f;
            torch.Tensor moved = points.detach().clone();
            moved[0, p, 0] = moved[0, p, 0] + Step;
            double ahead = Distance(moved, other);
            moved[0, p, 0] = moved[0, p, 0] - (2 * Step);
            double slope = (ahead - Distance(moved, other)) / (2 * Step);
            Assert.Equal(slope, gradient[0, p, 0].item<float>(), tolerance: 5e-3);
        }
    }

    [Fact]
    public void Points_that_coincide_have_a_finite_gradient()
    {
        torch.Tensor points = torch.zeros(1, 20, 2).requires_grad_();

        CurveDistance.Of(points, torch.zeros(1, 20, 2)).sum().backward();

        Assert.True(points.grad!.isfinite().all().item<bool>());
    }

    [Fact]
    public void Samples_without_ground_truth_have_no_distance_and_a_finite_loss()
    {
        torch.Tensor logits = torch.zeros([2, 5, 3]).requires_grad_();
        torch.Tensor points = torch.zeros([2, 5, 20, 2]).requires_grad_();
        CriterionOptions options = new() { CurveWeight = 1, QualityScale = 2, OneToMany = new OneToManyOptions { Layers = 1 } };

        SetLoss loss = new SetCriterion(options, PerceptionRange.Default)
            .Compute(new MapPredictions([new LayerPrediction(logits, points), new LayerPrediction(logits, points)]), new ImmutableArray<MapElement>[] { [], [] });
        loss.Total.backward();

        Assert.Equal(0, loss.Points.item<float>());
        Assert.True(loss.Classification.item<float>() > 0 && logits.grad!.isfinite().all().item<bool>());
    }

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    private static double Distance(torch.Tensor first, torch.Tensor second) => CurveDistance.Of(first, second).item<float>();

    private static torch.Tensor Line(double x0, double y0, double x1, double y1, int count)
    {
        float[] points =
        [
            .. Enumerable.Range(0, count).Select(i => i / (count - 1.0)).SelectMany(t => new[] { (float)(x0 + (t * (x1 - x0))), (float)(y0 + (t * (y1 - y0))) }),
        ];
        return torch.tensor(points, [1, count, 2]);
    }

    /// <summary>[count, 20, 2], curves that wander a metre a point.</summary>
    private torch.Tensor Walks(int count) => torch.randn([count, 20, 2], generator: _generator).cumsum(1);

    /// <summary>The mean distance of the first curve's points to the second curve, which is looked at in steps of a two hundredth of its segments.</summary>
    private static double Search(torch.Tensor points, torch.Tensor curve)
    {
        float[] p = points.data<float>().ToArray();
        float[] c = curve.data<float>().ToArray();
        double Nearest(int i) => Enumerable.Range(0, 19 * 200).Min(s =>
        {
            (int k, double t) = (s / 200, (s % 200) / 199.0);
            double x = c[2 * k] + (t * (c[(2 * k) + 2] - c[2 * k]));
            double y = c[(2 * k) + 1] + (t * (c[(2 * k) + 3] - c[(2 * k) + 1]));
            return Math.Sqrt(Math.Pow(p[2 * i] - x, 2) + Math.Pow(p[(2 * i) + 1] - y, 2));
        });
        return Enumerable.Range(0, 20).Average(Nearest);
    }
}
