using MapDet.Core.Geometry;
using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>MapTR's matching costs. Ground truth is given in metres, distances are those in [0, 1].</summary>
/// <remarks>Source: MapTR, <c>MapTRAssigner</c> with <c>FocalLossCost</c> and <c>OrderedPtsL1Cost</c>.</remarks>
/// <param name="options">Weights and focal constants.</param>
/// <param name="range">What maps to [0, 1] per axis.</param>
internal sealed class MapTrCostCalculator(CriterionOptions options, PerceptionRange range)
{
    private const double Epsilon = 1e-12;

    /// <summary>Computes the costs of all pairs of a batch on the device of the predictions, without gradients.</summary>
    /// <param name="layers">Predictions.</param>
    /// <param name="targets">Ground truth in metres.</param>
    public PairCosts Compute(StackedLayers layers, TargetTensors targets)
    {
        using IDisposable noGradients = torch.no_grad();
        UnitCoordinates unit = new(range, layers.Points.device);
        TargetTensors unitTargets = targets with
        {
            Blocks = [.. targets.Blocks.Select(block => block with { Orders = unit.FromMetres(block.Orders) })],
        };
        NearestOrders nearest = NearestOrders.Find(layers.BySample(UnitCoordinates.FromSymmetric(layers.Points)).flatten(2), unitTargets);
        return new PairCosts(
            layers.BySample(ClassCosts(layers.Logits)).OfLabels(targets.Labels), nearest.Distance.Times(options.PointsCostWeight), nearest.Order);
    }

    private torch.Tensor ClassCosts(torch.Tensor logits)
    {
        torch.Tensor p = logits.sigmoid();
        torch.Tensor complement = p.neg().Plus(1);
        torch.Tensor positive = p.Plus(Epsilon).log().neg().Times(options.FocalAlpha) * complement.Power(options.FocalGamma);
        torch.Tensor negative = complement.Plus(Epsilon).log().neg().Times(1 - options.FocalAlpha) * p.Power(options.FocalGamma);
        return (positive - negative).Times(options.ClassWeight);
    }
}
