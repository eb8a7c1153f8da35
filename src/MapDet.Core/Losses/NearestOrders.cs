using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>How far each of M predictions of a sample lies from each of its ground truths, under the order that lies nearest.</summary>
/// <param name="Distance">[B, M, G] sum of |difference| over the P points and both coordinates; meaningless where a sample has fewer elements.</param>
/// <param name="Order">[B, M, G] the nearest order, the first of equals, int64.</param>
internal sealed record NearestOrders(torch.Tensor Distance, torch.Tensor Order)
{
    /// <summary>Searches all orders at once.</summary>
    /// <param name="predictions">[B, M, 2 P].</param>
    /// <param name="targets">In the coordinates of the predictions, G at least 1.</param>
    public static NearestOrders Find(torch.Tensor predictions, TargetTensors targets)
    {
        NearestOrders nearest = Find(predictions, targets.Blocks[0]);
        foreach (OrderBlock block in targets.Blocks[1..])
        {
            nearest = nearest.Replace(Find(predictions, block), block.Columns!);
        }

        return nearest;
    }

    private static NearestOrders Find(torch.Tensor predictions, OrderBlock block)
    {
        torch.Tensor orders = block.Orders.flatten(3).flatten(1, 2);
        torch.Tensor distances = block.Masks is null
            ? torch.cdist(predictions, orders, 1)
            : MaskedDistances(predictions, orders, block.Masks.flatten(1, 2));
        (torch.Tensor distance, torch.Tensor order) = distances.unflatten(2, [block.Places, block.Count]).min(-1);
        return new NearestOrders(distance, order);
    }

    private static torch.Tensor MaskedDistances(torch.Tensor predictions, torch.Tensor orders, torch.Tensor masks)
    {
        torch.Tensor difference = predictions.unsqueeze(2) - orders.unsqueeze(1);
        return (difference.abs() * masks.repeat_interleave(2, dim: -1).unsqueeze(1)).sum(-1);
    }

    /// <summary>Puts the columns of a block where they belong; those of empty places fall off behind the last column.</summary>
    private NearestOrders Replace(NearestOrders block, torch.Tensor columns)
    {
        torch.Tensor index = columns.unsqueeze(1).expand(block.Distance.shape);
        return new NearestOrders(Replace(Distance, index, block.Distance), Replace(Order, index, block.Order));
    }

    private static torch.Tensor Replace(torch.Tensor all, torch.Tensor index, torch.Tensor values) =>
        torch.cat([all, all.narrow(2, 0, 1)], dim: 2).scatter_(2, index, values).narrow(2, 0, all.shape[2]);
}
