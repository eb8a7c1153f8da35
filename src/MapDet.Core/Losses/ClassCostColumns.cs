using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>Takes costs of classes apart into costs of ground truths.</summary>
internal static class ClassCostColumns
{
    /// <summary>The cost of the class of each ground truth.</summary>
    /// <param name="costs">[B, M, C].</param>
    /// <param name="labels">[B, G], int64.</param>
    /// <returns>[B, M, G].</returns>
    public static torch.Tensor OfLabels(this torch.Tensor costs, torch.Tensor labels) =>
        costs.gather(2, labels.unsqueeze(1).expand(labels.shape[0], costs.shape[1], labels.shape[1]));
}
