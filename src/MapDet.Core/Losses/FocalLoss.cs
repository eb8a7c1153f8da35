using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>The sigmoid focal loss.</summary>
/// <remarks>Source: Lin et al. 2017, "Focal loss for dense object detection".</remarks>
internal static class FocalLoss
{
    /// <summary>The loss of each row and class.</summary>
    /// <param name="logits">[R, C].</param>
    /// <param name="oneHot">[R, C] 1 for the class of a row, all 0 for background.</param>
    /// <param name="options">Alpha and gamma.</param>
    /// <returns>[R, C].</returns>
    public static torch.Tensor Of(torch.Tensor logits, torch.Tensor oneHot, CriterionOptions options)
    {
        // With z = x for a wrong class and -x for the right one: weight * sigmoid(z)^gamma * ln(1 + e^z), where ln(1 + e^z) = -ln sigmoid(-z).
        torch.Tensor wrongness = logits * oneHot.Times(-2).Plus(1);
        torch.Tensor weight = oneHot.Times((2 * options.FocalAlpha) - 1).Plus(1 - options.FocalAlpha);
        return (weight * wrongness.sigmoid().Power(options.FocalGamma) * torch.nn.functional.logsigmoid(wrongness.neg())).neg();
    }

    /// <summary>
    /// The loss of each row and class where a score is to tell how good a prediction is: it is drawn to the quality instead of to 1, and the farther
    /// it is from there the more it counts.
    /// </summary>
    /// <remarks>Source: Li et al. 2020, "Generalized focal loss" (quality focal loss), here with the alpha of the focal loss.</remarks>
    /// <param name="logits">[R, C].</param>
    /// <param name="oneHot">[R, C] 1 for the class of a row, all 0 for background.</param>
    /// <param name="qualities">[R, C] in [0, 1], 0 where <paramref name="oneHot"/> is.</param>
    /// <param name="options">Alpha and gamma.</param>
    /// <returns>[R, C].</returns>
    public static torch.Tensor OfQuality(torch.Tensor logits, torch.Tensor oneHot, torch.Tensor qualities, CriterionOptions options)
    {
        torch.Tensor weight = oneHot.Times((2 * options.FocalAlpha) - 1).Plus(1 - options.FocalAlpha);
        torch.Tensor distance = (logits.sigmoid() - qualities).abs().Power(options.FocalGamma);
        torch.Tensor crossEntropy = torch.nn.functional.logsigmoid(logits.neg()).neg() - (logits * qualities);
        return weight * distance * crossEntropy;
    }
}
