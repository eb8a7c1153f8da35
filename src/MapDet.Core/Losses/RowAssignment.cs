using System.Collections.Immutable;
using MapDet.Core.Contracts;
using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>Which rows of <see cref="StackedLayers"/> stand for which ground truths.</summary>
/// <param name="Labels">[L B N] the class of each row, C for background.</param>
/// <param name="Rows">[M] the matched rows.</param>
/// <param name="Targets">[M] their ground truths, b G + g.</param>
/// <param name="Pairs">[M] their places among the [B, L N, G] pairs.</param>
/// <param name="Faults">Predictions that hold NaN or infinity.</param>
/// <param name="Weights">[L B N] how much each row counts: less where a ground truth has several, so that all layers count alike.</param>
internal sealed record RowAssignment(
    long[] Labels, long[] Rows, long[] Targets, long[] Pairs, ImmutableArray<PredictionFault> Faults, float[] Weights)
{
    /// <summary>M.</summary>
    public int Count => Rows.Length;

    /// <summary>The same of a single layer, sample by sample.</summary>
    /// <param name="layers">Predictions of one layer.</param>
    /// <param name="width">G.</param>
    /// <param name="order">[B, N, G] the order of each pair, int64.</param>
    public ImmutableArray<ImageMatch> BySample(StackedLayers layers, int width, torch.Tensor order)
    {
        ImmutableArray<ImageMatch> matches = [.. Enumerable.Range(0, layers.Batch).Select(_ => ImageMatch.Background(layers.Queries))];
        if (Count == 0)
        {
            return matches;
        }

        using torch.Tensor onCpu = order.cpu();
        long[] orders = onCpu.data<long>().ToArray();
        for (int i = 0; i < Count; i++)
        {
            (int sample, int query) = Math.DivRem((int)Rows[i], layers.Queries);
            matches[sample].Target[query] = (int)Targets[i] - (sample * width);
            matches[sample].Order[query] = (int)orders[Pairs[i]];
        }

        return matches;
    }
}
