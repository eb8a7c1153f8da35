using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Geometry;
using TorchSharp;

namespace MapDet.Core.Tests.Detection;

public sealed class DetectionDecodingTests
{
    [Fact]
    public void The_best_scores_of_all_queries_and_classes_win_in_order()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor logits = torch.tensor(new float[,,] { { { -5, 2, -4 }, { 1, -6, 3 } }, { { 0, -1, -2 }, { -3, -4, -5 } } });
        torch.Tensor points = torch.tensor([.. Enumerable.Range(0, 16).Select(i => (i / 8f) - 1)], [2, 2, 2, 2]);

        ImmutableArray<ImmutableArray<MapDetection>> detections =
            DetectionDecoding.Decode(new LayerPrediction(logits, points), PerceptionRange.Default, 3);

        Assert.Equal([MapClass.Boundary, MapClass.PedCrossing, MapClass.Divider], detections[0].Select(d => d.Class));
        Assert.Equal([MapClass.Divider, MapClass.PedCrossing, MapClass.Boundary], detections[1].Select(d => d.Class));
        Assert.Equal(1 / (1 + Math.Exp(-3)), detections[0][0].Score, tolerance: 1e-5);
        Assert.Equal([new Point2(-7.5, -11.25), new Point2(-3.75, -3.75)], detections[0][0].Points.ToArray());
        Assert.Equal([new Point2(0, 3.75), new Point2(3.75, 11.25)], detections[1][0].Points.ToArray());
    }

    [Fact]
    public void There_are_no_more_detections_than_scores()
    {
        using DisposeScope scope = torch.NewDisposeScope();

        ImmutableArray<ImmutableArray<MapDetection>> detections =
            DetectionDecoding.Decode(new LayerPrediction(torch.zeros(1, 4, 3), torch.zeros(1, 4, 2, 2)), PerceptionRange.Default);

        Assert.Equal(12, Assert.Single(detections).Length);
    }
}
