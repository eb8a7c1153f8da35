using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using TorchSharp;

namespace MapDet.Core.Tests.Losses;

public sealed class QualityScoreTests : IDisposable
{
    private const double Scale = 2;
    private static readonly MapElement s_line = Element(0);
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(6)]
    public void The_score_of_a_matched_query_is_drawn_to_its_quality(double metresBeside)
    {
        double best = Enumerable.Range(1, 99).Select(i => i / 100.0).MinBy(score => Classification(score, metresBeside));

        Assert.Equal(Math.Exp(-metresBeside / Scale), best, tolerance: 0.02);
    }

    [Fact]
    public void The_quality_itself_gets_no_gradient_from_the_score()
    {
        torch.Tensor points = Points(1).requires_grad_();

        Compute(torch.zeros(1, 1, 3).requires_grad_(), points).Classification.backward();

        Assert.True(points.grad is null || points.grad.abs().sum().item<float>() == 0);
    }

    public void Dispose() => _scope.Dispose();

    private static float Classification(double score, double metresBeside)
    {
        torch.Tensor logits = torch.full([1, 1, 3], -20f);
        logits[0, 0, (int)s_line.Class] = (float)Math.Log(score / (1 - score));
        return Compute(logits, Points(metresBeside)).Classification.item<float>();
    }

    private static SetLoss Compute(torch.Tensor logits, torch.Tensor points) =>
        new SetCriterion(new CriterionOptions { QualityScale = Scale }, PerceptionRange.Default)
            .Compute(new MapPredictions([new LayerPrediction(logits, points)]), [[s_line]]);

    private static torch.Tensor Points(double metresBeside)
    {
        float[] points = [.. Element(metresBeside).Points.Select(PerceptionRange.Default.Normalize).SelectMany(p => new[] { (float)p.X, (float)p.Y })];
        return torch.tensor(points, [1, 1, 20, 2]);
    }

    private static MapElement Element(double x)
    {
        Polyline line = new([new Point2(x, -20), new Point2(x, 25)]);
        return new MapElement(MapClass.Divider, line, line.Resample(20));
    }
}
