using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
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
            * (options.ClassWeight / normalizer);
        torch.Tensor points = Distance(matched, torch.tensor(targets.UnitPoints, matched.shape, device: device))
            * (options.PointsWeight / normalizer);
        torch.Tensor direction = Direction(matched, torch.tensor(targets.Edges, [targets.Count, layers.PointCount - 1, 2], device: device))
            * (options.DirectionWeight / normalizer);
        if (!targets.ArePredictionsFinite)
        {
            // An unmatched query's points enter no term; a fault there has to show all the same.
            points += (layers.Logits.sum() + layers.Points.sum()) * 0;
        }

        return new SetLoss(classes + points + direction, classes, points, direction);
    }

    // With z = x for a wrong class and -x for the right one: weight * sigmoid(z)^gamma * ln(1 + e^z).
    private torch.Tensor Focal(torch.Tensor logits, torch.Tensor oneHot)
    {
        torch.Tensor wrongness = logits * (1 - (2 * oneHot));
        torch.Tensor weight = (1 - options.FocalAlpha) + (((2 * options.FocalAlpha) - 1) * oneHot);
        return (weight * wrongness.sigmoid().pow(options.FocalGamma) * torch.nn.functional.softplus(wrongness)).sum();
    }

    private static torch.Tensor Distance(torch.Tensor symmetric, torch.Tensor unit) => (((symmetric + 1) * 0.5) - unit).abs().sum();

    private torch.Tensor Direction(torch.Tensor symmetric, torch.Tensor target)
    {
        torch.Tensor metresPerUnit = torch.tensor([(float)(range.Width / 2), (float)(range.Length / 2)], device: symmetric.device);
        torch.Tensor edges = symmetric.diff(dim: 1) * metresPerUnit;
        torch.Tensor squaredLength = edges.square().sum(-1);
        torch.Tensor targetSquaredLength = target.square().sum(-1);
        torch.Tensor cosine = (edges * target).sum(-1) / ((squaredLength + Epsilon) * (targetSquaredLength + Epsilon)).sqrt();
        torch.Tensor loss = 1 - cosine;
        if (options.ShortestEdge > 0)
        {
            double least = options.ShortestEdge * options.ShortestEdge;
            loss *= squaredLength.detach().ge(least).logical_and(targetSquaredLength.ge(least)).to(torch.float32);
        }

        return loss.sum();
    }
}
