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
        torch.Tensor? rowWeights = targets.RowWeights;
        torch.Tensor? matchedWeights = rowWeights?.index_select(0, targets.Rows);
        torch.Tensor classes = Sum(Classification(layers, targets, matched), rowWeights).Times(options.ClassWeight / normalizer);
        torch.Tensor points = Sum((UnitCoordinates.FromSymmetric(matched) - unit).abs(), matchedWeights).Times(options.PointsWeight / normalizer);
        torch.Tensor direction = Sum(Direction(matched, targets.Points.diff(dim: 1)), matchedWeights).Times(options.DirectionWeight / normalizer);
        if (options.CurveWeight > 0)
        {
            torch.Tensor distances = CurveDistance.Of(ToMetres(matched), targets.Points).unsqueeze(1);
            points = points.Plus(Sum(distances, matchedWeights).Times(options.CurveWeight / normalizer));
        }

        if (!targets.AreFinite)
        {
            points = points.Plus(layers.Fault());
        }

        return new SetLoss(classes.Plus(points).Plus(direction), classes, points, direction);
    }

    /// <summary>[L B N, C].</summary>
    private torch.Tensor Classification(StackedLayers layers, MatchedTargets targets, torch.Tensor matched)
    {
        if (options.QualityScale == 0)
        {
            return FocalLoss.Of(layers.Logits, targets.OneHot, options);
        }

        torch.Tensor quality = CurveDistance.Of(ToMetres(matched.detach()), targets.Points).Times(-1 / options.QualityScale).exp();
        torch.Tensor rowQualities = torch.zeros(layers.Rows, device: quality.device).index_copy(0, targets.Rows, quality);
        return FocalLoss.OfQuality(layers.Logits, targets.OneHot, targets.OneHot * rowQualities.unsqueeze(1), options);
    }

    /// <summary>[M, P - 1].</summary>
    private torch.Tensor Direction(torch.Tensor symmetric, torch.Tensor target)
    {
        torch.Tensor edges = ToMetres(symmetric).diff(dim: 1);
        torch.Tensor squaredLength = (edges * edges).sum(-1);
        torch.Tensor targetSquaredLength = (target * target).sum(-1);
        torch.Tensor cosine = (edges * target).sum(-1) / (squaredLength.Plus(Epsilon) * targetSquaredLength.Plus(Epsilon)).sqrt();
        torch.Tensor loss = cosine.Times(-1).Plus(1);
        if (options.ShortestEdge > 0)
        {
            double least = options.ShortestEdge * options.ShortestEdge;
            loss *= squaredLength.detach().IsAtLeast(least).logical_and(targetSquaredLength.IsAtLeast(least)).to(torch.float32);
        }

        return loss;
    }

    private torch.Tensor ToMetres(torch.Tensor symmetric)
    {
        torch.Tensor halfSize = torch.tensor([(float)(range.Width / 2), (float)(range.Length / 2)], device: symmetric.device);
        torch.Tensor center = torch.tensor([(float)((range.XMin + range.XMax) / 2), (float)((range.YMin + range.YMax) / 2)], device: symmetric.device);
        return (symmetric * halfSize).Plus(center);
    }

    /// <summary>The sum of all terms, [R, …], each row by its weight.</summary>
    private static torch.Tensor Sum(torch.Tensor terms, torch.Tensor? rowWeights) =>
        rowWeights is null ? terms.sum() : (terms.flatten(1).sum(1) * rowWeights).sum();
}
