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
    /// <param name="targets">What they are compared with, in metres.</param>
    /// <param name="normalizer">What every term is divided by.</param>
    public SetLoss Compute(StackedLayers layers, MatchedTargets targets, double normalizer)
    {
        torch.Tensor matched = layers.Points.index_select(0, targets.Rows);
        torch.Tensor unit = new UnitCoordinates(range, layers.Points.device).FromMetres(targets.Points);
        torch.Tensor classes = FocalLoss.Of(layers.Logits, targets.OneHot, options).sum().Times(options.ClassWeight / normalizer);
        torch.Tensor points = (UnitCoordinates.FromSymmetric(matched) - unit).abs().sum().Times(options.PointsWeight / normalizer);
        torch.Tensor direction = Direction(matched, targets.Points.diff(dim: 1)).Times(options.DirectionWeight / normalizer);
        if (!targets.AreFinite)
        {
            points = points.Plus(layers.Fault());
        }

        return new SetLoss(classes.Plus(points).Plus(direction), classes, points, direction);
    }

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
