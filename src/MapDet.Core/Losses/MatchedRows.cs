using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>An assignment on the device of the predictions.</summary>
/// <param name="Rows">[M] the matched rows of <see cref="StackedLayers"/>, int64.</param>
/// <param name="Targets">[M] their ground truths, b G + g, int64.</param>
/// <param name="Pairs">[M] their places among the [B, L N, G] pairs, int64.</param>
/// <param name="OneHot">[L B N, C] 1 for the class of a matched row, all 0 for background.</param>
internal sealed record MatchedRows(torch.Tensor Rows, torch.Tensor Targets, torch.Tensor Pairs, torch.Tensor OneHot)
{
    /// <summary>Brings an assignment to the device, in one transfer.</summary>
    public static MatchedRows Upload(RowAssignment assignment, int classes, torch.Device device)
    {
        long[] all = [.. assignment.Labels, .. assignment.Rows, .. assignment.Targets, .. assignment.Pairs];
        int count = assignment.Count;
        torch.Tensor[] parts = torch.tensor(all, device: device).split([assignment.Labels.Length, count, count, count]);
        torch.Tensor oneHot = torch.nn.functional.one_hot(parts[0], classes + 1).narrow(1, 0, classes).to(torch.float32);
        return new MatchedRows(parts[1], parts[2], parts[3], oneHot);
    }

    /// <summary>Where the chosen orders stand in <see cref="TargetTensors.FlatOrders"/>.</summary>
    /// <param name="targets">Ground truth.</param>
    /// <param name="order">[B, L N, G] the order of each pair, int64.</param>
    /// <returns>[M] int64.</returns>
    public torch.Tensor FlatOrders(TargetTensors targets, torch.Tensor order) =>
        targets.Starts.flatten().index_select(0, Targets).Plus(order.flatten().index_select(0, Pairs));
}
