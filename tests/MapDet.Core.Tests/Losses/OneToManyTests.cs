using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using TorchSharp;

namespace MapDet.Core.Tests.Losses;

public sealed class OneToManyTests : IDisposable
{
    private const int Queries = 8;
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Generator _generator = new(2);

    [Theory]
    [InlineData(0, 2, 3, new[] { 3, 3, 3 })]
    [InlineData(1, 2, 3, new[] { 6, 3, 3 })]
    [InlineData(2, 2, 3, new[] { 6, 6, 3 })]
    [InlineData(9, 2, 3, new[] { 6, 6, 3 })]
    [InlineData(1, 4, 3, new[] { 6, 3, 3 })]
    [InlineData(1, 2, 5, new[] { 5, 5, 5 })]
    [InlineData(1, 2, 0, new[] { 0, 0, 0 })]
    public void The_first_layers_draw_several_queries_to_each_ground_truth(int layers, int repeats, int groundTruths, int[] expected)
    {
        LayerPrediction[] predictions = [.. Enumerable.Range(0, expected.Length).Select(_ => Draw())];

        Compute(predictions, Elements(groundTruths), layers, repeats).Points.backward();

        Assert.Equal(expected, predictions.Select(p => p.Points.grad!.abs().sum([0, 2, 3]).data<float>().ToArray().Count(g => g > 0)));
    }

    [Fact]
    public void Queries_that_share_a_ground_truth_share_its_weight()
    {
        // Queries in equal pairs: both of a pair learn half of what one of them learns alone.
        MapElement[] elements = Elements(3);
        LayerPrediction half = DrawNear(elements);
        LayerPrediction pairs = new(
            torch.cat([half.ClassLogits.detach(), half.ClassLogits.detach()], 1), torch.cat([half.Points.detach(), half.Points.detach()], 1));

        SetLoss shared = Compute([pairs, pairs], elements, 1, 2);
        SetLoss single = Compute([half, half], elements, 0, 1);

        Assert.Equal(single.Points.item<float>(), shared.Points.item<float>(), tolerance: 1e-4);
        Assert.Equal(single.Direction.item<float>(), shared.Direction.item<float>(), tolerance: 1e-5);
    }

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    private static SetLoss Compute(LayerPrediction[] layers, MapElement[] elements, int oneToManyLayers, int repeats)
    {
        CriterionOptions options = new() { OneToMany = new OneToManyOptions { Layers = oneToManyLayers, Repeats = repeats } };
        return new SetCriterion(options, PerceptionRange.Default).Compute(new MapPredictions([.. layers]), [[.. elements]]);
    }

    private LayerPrediction Draw() => new(
        torch.randn([1, Queries, 3], generator: _generator).requires_grad_(),
        ((torch.rand([1, Queries, 20, 2], generator: _generator) * 2) - 1).requires_grad_());

    /// <summary>The first queries lie a little beside a ground truth each, the others anywhere.</summary>
    private LayerPrediction DrawNear(MapElement[] elements)
    {
        LayerPrediction prediction = Draw();
        using IDisposable noGradients = torch.no_grad();
        for (int i = 0; i < elements.Length; i++)
        {
            float[] points = [.. elements[i].Points.Select(PerceptionRange.Default.Normalize).SelectMany(p => new[] { (float)p.X + 0.01f, (float)p.Y })];
            prediction.Points[0, i].copy_(torch.tensor(points, [20, 2]));
        }

        return prediction;
    }

    private static MapElement[] Elements(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            Polyline line = new([new Point2((4 * i) - 8, -20), new Point2((4 * i) - 7, 25)]);
            return new MapElement(MapClass.Divider, line, line.Resample(20));
        }),
    ];
}
