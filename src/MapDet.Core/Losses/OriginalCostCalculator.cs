using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>The matching costs of <see cref="OriginalCriterion"/>: the class's negated probability and the mean L1 distance of valid points in [-1, 1].</summary>
/// <param name="options">Weights.</param>
internal sealed class OriginalCostCalculator(OriginalCriterionOptions options)
{
    /// <summary>Computes the costs of all pairs of a batch on the device of the predictions, without gradients.</summary>
    /// <param name="layers">Predictions.</param>
    /// <param name="targets">Ground truth in [-1, 1].</param>
    public PairCosts Compute(StackedLayers layers, TargetTensors targets)
    {
        using IDisposable noGradients = torch.no_grad();
        torch.Tensor predictions = layers.BySample(layers.Points).flatten(2);
        NearestOrders nearest = NearestOrders.Find(predictions, targets);
        torch.Tensor distance = nearest.Distance / ValidPoints(targets, layers.PointCount);
        torch.Tensor classes = layers.BySample(layers.Logits.sigmoid()).OfLabels(targets.Labels);
        return new PairCosts(
            classes.Times(-options.ClassWeight),
            distance.Times(options.PointsWeight),
            options.KeepsDefects ? WithMasksInPlace(predictions, targets) : nearest.Order);
    }

    private static torch.Tensor ValidPoints(TargetTensors targets, int points) => targets.Blocks[0].Masks is { } masks
        ? masks.select(2, 0).sum(-1).AtLeast(1).unsqueeze(1)
        : TensorArithmetic.Filled([1], points, device: targets.Labels.device);

    /// <summary>The orders that lie nearest where masks are not reordered; of two orders, the given one only if strictly nearer.</summary>
    private static torch.Tensor WithMasksInPlace(torch.Tensor predictions, TargetTensors targets)
    {
        OrderBlock[] blocks = [.. targets.Blocks.Select(block => block with { Masks = block.Masks?.narrow(2, 0, 1).expand(block.Masks.shape) })];
        blocks[0] = blocks[0] with { Orders = blocks[0].Orders.flip(2) };
        torch.Tensor order = NearestOrders.Find(predictions, targets with { Blocks = [.. blocks] }).Order;
        torch.Tensor hasTwoOrders = targets.Starts.IsBelow(targets.Batch * targets.Width * blocks[0].Count).unsqueeze(1);
        return torch.where(hasTwoOrders, order.ones_like() - order, order);
    }
}
