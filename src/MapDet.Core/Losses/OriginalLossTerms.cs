using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>The three terms of <see cref="OriginalCriterion"/>, on the rows of all layers at once.</summary>
/// <param name="options">Weights and focal constants.</param>
/// <param name="range">What [-1, 1] spans, metres.</param>
internal sealed class OriginalLossTerms(CriterionOptions options, PerceptionRange range)
{
    private const double Epsilon = 1e-6;
    private const double LeastSquaredLength = 1e-4;

    private readonly OriginalCriterionOptions _weights = options.Original;

    /// <summary>Computes the weighted terms and their sum.</summary>
    /// <param name="layers">Predictions.</param>
    /// <param name="targets">What they are compared with, in [-1, 1].</param>
    /// <param name="normalizer">The matched queries of a layer, at least 1.</param>
    public SetLoss Compute(StackedLayers layers, MatchedTargets targets, double normalizer)
    {
        torch.Tensor rowWeights = RowWeights(layers);
        torch.Tensor matchedWeights = rowWeights.index_select(0, targets.Rows);
        torch.Tensor matched = layers.Points.index_select(0, targets.Rows);
        torch.Tensor classes = (FocalLoss.Of(layers.Logits, targets.OneHot, options).sum(-1) * rowWeights).sum()
            .Times(_weights.ClassWeight / normalizer);
        torch.Tensor points = (Distance(matched, targets) * matchedWeights).sum()
            .Times(_weights.PointsWeight / (normalizer * layers.PointCount));
        torch.Tensor direction = (Direction(matched, targets) * matchedWeights).sum()
            .Times(_weights.DirectionWeight / (normalizer * (layers.PointCount - 1)));
        if (!targets.AreFinite)
        {
            points = points.Plus(layers.Fault());
        }

        return new SetLoss(classes.Plus(points).Plus(direction), classes, points, direction);
    }

    private torch.Tensor RowWeights(StackedLayers layers)
    {
        int ofLayer = layers.Batch * layers.Queries;
        return torch.cat(
        [
            TensorArithmetic.Filled([layers.Rows - ofLayer], _weights.InnerLayerWeight, device: layers.Points.device),
            TensorArithmetic.Filled([ofLayer], 1, device: layers.Points.device),
        ]);
    }

    /// <summary>[M] sum over points and coordinates.</summary>
    private static torch.Tensor Distance(torch.Tensor matched, MatchedTargets targets)
    {
        torch.Tensor distance = (matched - targets.Points).abs().sum(-1);
        return (targets.Masks is null ? distance : distance * targets.Masks).sum(-1);
    }

    /// <summary>[M] sum over edges.</summary>
    private torch.Tensor Direction(torch.Tensor matched, MatchedTargets targets)
    {
        torch.Tensor metresPerUnit = torch.tensor([(float)(range.Width / 2), (float)(range.Length / 2)], device: matched.device);
        torch.Tensor edges = (matched * metresPerUnit).diff(dim: 1);
        torch.Tensor targetEdges = (targets.Points * metresPerUnit).diff(dim: 1);
        torch.Tensor squaredLength = (edges * edges).sum(-1);
        torch.Tensor targetSquaredLength = (targetEdges * targetEdges).sum(-1);
        torch.Tensor unit = edges / squaredLength.Plus(Epsilon).sqrt().unsqueeze(-1);
        torch.Tensor targetUnit = targetEdges / targetSquaredLength.Plus(Epsilon).sqrt().unsqueeze(-1);
        torch.Tensor loss = (unit * targetUnit).sum(-1).neg().Plus(1).Within(0, 2);
        torch.Tensor counts = squaredLength.detach().IsAbove(LeastSquaredLength).logical_and(targetSquaredLength.IsAbove(LeastSquaredLength));
        loss *= counts.to(torch.float32);
        if (targets.Masks is { } masks)
        {
            loss *= masks.narrow(1, 1, masks.shape[1] - 1) * masks.narrow(1, 0, masks.shape[1] - 1);
        }

        return loss.sum(-1);
    }
}
