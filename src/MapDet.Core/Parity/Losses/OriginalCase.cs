using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Losses;
using TorchSharp;

namespace MapDet.Core.Parity.Losses;

/// <summary>The inputs of a case of <c>losses_original.safetensors</c>.</summary>
/// <param name="Predictions">One layer.</param>
/// <param name="Targets">The ground truths of each image.</param>
internal sealed record OriginalCase(MapPredictions Predictions, ImmutableArray<ImmutableArray<OriginalTarget>> Targets)
{
    /// <summary>Reads a case.</summary>
    /// <exception cref="InvalidInputException">Something is missing or does not fit.</exception>
    public static OriginalCase Read(ParityFile file, string name)
    {
        torch.Tensor logits = file.Floats($"{name}.logits", -1, -1, MapClasses.All.Length);
        torch.Tensor lines = file.Floats($"{name}.lines", logits.shape[0], logits.shape[1], -1, 2);
        if (logits.numel() == 0 || lines.shape[2] < 2)
        {
            throw new InvalidInputException(file.Path, "holds no predictions", $"{name}.logits");
        }

        return new OriginalCase(
            new MapPredictions([new LayerPrediction(logits, lines)]),
            [.. Enumerable.Range(0, (int)logits.shape[0]).Select(image => Read(file, $"{name}.{image}", lines.shape[2]))]);
    }

    /// <summary>The matching and the orders that the reference chose.</summary>
    /// <exception cref="InvalidInputException">Something is missing or does not fit.</exception>
    public MatchedTargets ReadMatching(ParityFile file, string name)
    {
        (long batch, long queries, long classes) = (Logits.shape[0], Logits.shape[1], Logits.shape[2]);
        long[] labels = new long[batch * queries];
        Array.Fill(labels, classes);
        List<long> rows = [];
        List<torch.Tensor> lines = [];
        List<float[]?> masks = [];
        for (int image = 0; image < batch; image++)
        {
            string prefix = $"{name}.{image}";
            torch.Tensor chosen = file.Integers($"{prefix}.pred_index", -1);
            torch.Tensor targets = file.Integers($"{prefix}.gt_index", chosen.shape[0]);
            lines.Add(file.Floats($"{prefix}.best_gt_lines", chosen.shape[0], Lines.shape[2], 2));
            for (int i = 0; i < chosen.shape[0]; i++)
            {
                long row = (image * queries) + file.Index(chosen, i, $"{prefix}.pred_index", (int)queries);
                OriginalTarget target = Targets[image][file.Index(targets, i, $"{prefix}.gt_index", Targets[image].Length)];
                labels[row] = (long)target.Class;
                rows.Add(row);
                masks.Add(target.Mask);
            }
        }

        torch.Tensor oneHot = torch.nn.functional.one_hot(torch.tensor(labels), classes + 1).narrow(1, 0, classes).to(torch.float32);
        return new MatchedTargets(torch.tensor(rows.ToArray()), oneHot, torch.cat([.. lines]), Stack(masks), AreFinite: true);
    }

    private torch.Tensor Logits => Predictions.Final.ClassLogits;

    private torch.Tensor Lines => Predictions.Final.Points;

    private torch.Tensor? Stack(List<float[]?> masks)
    {
        int points = (int)Lines.shape[2];
        return masks.TrueForAll(mask => mask is null)
            ? null
            : torch.tensor(masks.SelectMany(mask => mask ?? [.. Enumerable.Repeat(1f, points)]).ToArray(), [masks.Count, points]);
    }

    private static ImmutableArray<OriginalTarget> Read(ParityFile file, string image, long points)
    {
        torch.Tensor labels = file.Integers($"{image}.gt_labels", -1);
        int count = (int)labels.shape[0];
        torch.Tensor lines = file.Floats($"{image}.gt_lines", count, points, 2);
        torch.Tensor masks = file.Integers($"{image}.gt_masks", count, points).to(torch.float32);
        return
        [
            .. Enumerable.Range(0, count).Select(g => new OriginalTarget(
                (MapClass)file.Index(labels, g, $"{image}.gt_labels", MapClasses.All.Length),
                lines[g].contiguous().data<float>().ToArray(),
                Mask(masks[g]))),
        ];
    }

    private static float[]? Mask(torch.Tensor mask)
    {
        float[] values = mask.contiguous().data<float>().ToArray();
        return Array.TrueForAll(values, value => value == 1) ? null : values;
    }
}
