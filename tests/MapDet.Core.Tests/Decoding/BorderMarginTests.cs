using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Geometry;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.Decoding;

/// <summary>Lines that end on the border of the range, which a sigmoid alone reaches only at infinity.</summary>
public sealed class BorderMarginTests : IDisposable
{
    private static readonly MapDetOptions s_tiny = ModelPresets.Get(ModelPresets.Tiny);
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    [Theory]
    [InlineData(0, 0.005)]
    [InlineData(0.1, 1e-5)]
    public void Instances_start_on_their_anchors_up_to_the_border(double margin, double tolerance)
    {
        ImmutableArray<Point2> line = new Polyline([new Point2(-15, -30), new Point2(15, 30)]).Resample(20);
        MapAnchors anchors = new([.. Enumerable.Repeat(line, 20)]);
        using IMapModel model = Create(margin, anchors);

        torch.Tensor start = Run(model).Layers[0].Points[0, 0];

        float[] expected = [.. line.Select(PerceptionRange.Default.Normalize).SelectMany(p => new[] { (float)p.X, (float)p.Y })];
        double worst = (start - torch.tensor(expected, [20, 2])).abs().max().item<float>();
        Assert.InRange(worst, tolerance / 2 * (margin == 0 ? 1 : 0), 2.1 * tolerance);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Detections_lie_within_the_range(double margin)
    {
        using IMapModel model = Create(margin, anchors: null);
        using (torch.no_grad())
        {
            foreach (NamedParameter bias in model.TrainedGroups[2].Parameters.Where(p => p.Name.EndsWith("offset_head.last.bias", StringComparison.Ordinal)))
            {
                bias.Tensor.fill_(20);
            }
        }

        LayerPrediction prediction = Run(model).Final;

        Assert.Equal(1 + margin, prediction.Points.max().item<float>(), tolerance: 1e-4);
        Assert.All(
            DetectionDecoding.Decode(prediction, PerceptionRange.Default)[0],
            detection => Assert.All(detection.Points, point => Assert.Equal(new Point2(15, 30), point)));
    }

    public void Dispose() => _scope.Dispose();

    private static IMapModel Create(double margin, MapAnchors? anchors) =>
        new MapDetModelFactory().Create(s_tiny with { Decoder = s_tiny.Decoder with { BorderMargin = margin } }, anchors, seed: 7);

    private static MapPredictions Run(IMapModel model)
    {
        torch.Tensor images = torch.zeros([1, 6, 3, s_tiny.Images.OutputHeight, s_tiny.Images.Width]);
        return model.Forward(model.EncodeImages(images), RigTensors.Projections(1, s_tiny.Images.Width, s_tiny.Images.OutputHeight));
    }
}
