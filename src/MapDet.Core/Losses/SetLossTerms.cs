using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>The three terms of the loss, on the rows of all layers at once.</summary>
internal sealed class SetLossTerms(CriterionOptions options, PerceptionRange range)
{
    // torch's CosineEmbeddingLoss.
    private const float Epsilon = 1e-12f;

    /// <summary>Computes the weighted terms and their sum.</summary>
    /// <param name="layers">Predictions.</param>
    /// <param name="targets">What they are compared with.</param>
    /// <param name="normalizer">What every term is divided by.</param>
    public SetLoss Compute(StackedLayers layers, CriterionTargets targets, double normalizer)
    {
        torch.Device device = layers.Logits.device;
        torch.Tensor rows = torch.tensor(targets.Rows, device: device);
        torch.Tensor matched = layers.Points.index_select(0, rows);
        torch.Tensor classes = Focal(layers.Logits, torch.tensor(targets.Classes, layers.Logits.shape, device: device))
            .Times(options.ClassWeight / normalizer);
        torch.Tensor points = Distance(matched, torch.tensor(targets.UnitPoints, matched.shape, device: device))
            .Times(options.PointsWeight / normalizer);
        torch.Tensor direction = Direction(matched, torch.tensor(targets.Edges, [targets.Count, layers.PointCount - 1, 2], device: device))
            .Times(options.DirectionWeight / normalizer);
        if (!targets.ArePredictionsFinite)
        {
            // An unmatched query's points enter no term; a fault there has to show all the same.
            points = points.Plus(layers.Logits.sum().Plus(layers.Points.sum()).Times(0));
        }

        return new SetLoss(classes.Plus(points).Plus(direction), classes, points, direction);
    }

    // With z = x for a wrong class and -x for the right one: weight * sigmoid(z)^gamma * ln(1 + e^z), where ln(1 + e^z) = -ln sigmoid(-z).
    private torch.Tensor Focal(torch.Tensor logits, torch.Tensor oneHot)
    {
        torch.Tensor wrongness = logits * oneHot.Times(-2).Plus(1);
        torch.Tensor weight = oneHot.Times((2 * options.FocalAlpha) - 1).Plus(1 - options.FocalAlpha);
        return (weight * wrongness.sigmoid().Power(options.FocalGamma) * torch.nn.functional.logsigmoid(wrongness.neg())).sum().neg();
    }

    private static torch.Tensor Distance(torch.Tensor symmetric, torch.Tensor unit) => (symmetric.Plus(1).Times(0.5) - unit).abs().sum();

    private torch.Tensor Direction(torch.Tensor symmetric, torch.Tensor target)
    {
        torch.Tensor metresPerUnit = torch.tensor([(float)(range.Width / 2), (float)(range.Length / 2)], device: symmetric.device);
        torch.Tensor edges = symmetric.diff(dim: 1) * metresPerUnit;
        torch.Tensor squaredLength = (edges * edges).sum(-1);
        torch.Tensor targetSquaredLength = (target * target).sum(-1);
        torch.Tensor cosine = (edges * target).sum(-1) / (squaredLength.Plus(Epsilon) * targetSquaredLength.Plus(Epsilon)).sqrt();
        torch.Tensor loss = cosine.Times(-1).Plus(1);
        if (options.ShortestEdge > 0)
        {
            double least = options.ShortestEdge * options.ShortestEdge;
            loss *= squaredLength.detach().IsAtLeast(least).logical_and(targetSquaredLength.IsAtLeast(least)).to(torch.float32);
        }

        return loss.sum();
    }
}
