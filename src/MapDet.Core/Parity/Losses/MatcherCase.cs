using System.Collections.Immutable;
using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Parity.Losses;

/// <summary>The inputs of a case of <c>matcher_*.safetensors</c>.</summary>
/// <param name="Logits">[B, N, C].</param>
/// <param name="Points">[B, N, P, 2] in [0, 1].</param>
/// <param name="Targets">The ground truths of each image with the orders of the file.</param>
internal sealed record MatcherCase(torch.Tensor Logits, torch.Tensor Points, ImmutableArray<ImmutableArray<MatchTarget>> Targets)
{
    /// <summary>B.</summary>
    public int Batch => Targets.Length;

    /// <summary>N.</summary>
    public int Queries => (int)Logits.shape[1];

    /// <summary>C.</summary>
    public int Classes => (int)Logits.shape[2];

    /// <summary>P.</summary>
    public int PointCount => (int)Points.shape[2];

    /// <summary>Reads a case.</summary>
    /// <exception cref="InvalidInputException">Something is missing or does not fit.</exception>
    public static MatcherCase Read(ParityFile file, string name)
    {
        torch.Tensor logits = file.Floats($"{name}.logits", -1, -1, MapClasses.All.Length);
        torch.Tensor points = file.Floats($"{name}.points", logits.shape[0], logits.shape[1], -1, 2);
        if (logits.numel() == 0 || points.shape[2] < 2)
        {
            throw new InvalidInputException(file.Path, "holds no predictions", $"{name}.logits");
        }

        return new MatcherCase(
            logits, points, [.. Enumerable.Range(0, (int)logits.shape[0]).Select(image => Read(file, $"{name}.{image}", points.shape[2]))]);
    }

    /// <summary>The perception range that a file says it was made with; the usual one where it does not say.</summary>
    /// <exception cref="InvalidInputException">It says something that is no range.</exception>
    public static PerceptionRange RangeOf(ParityFile file)
    {
        if (!file.Tensors.Metadata.ContainsKey("pc_range"))
        {
            return PerceptionRange.Default;
        }

        try
        {
            double[] values = JsonSerializer.Deserialize<double[]>(file.Metadata("pc_range")) ?? [];
            return values.Length == 6
                ? new PerceptionRange(values[0], values[1], values[2], values[3], values[4], values[5])
                : throw new InvalidInputException(file.Path, "must be six numbers", field: "pc_range");
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(file.Path, $"must be six numbers: {e.Message}", field: "pc_range", innerException: e);
        }
    }

    /// <summary>The predictions as a decoder makes them.</summary>
    /// <param name="logits">[B, N, C].</param>
    /// <param name="points">[B, N, P, 2] in [0, 1].</param>
    public static MapPredictions Predictions(torch.Tensor logits, torch.Tensor points) =>
        new([new LayerPrediction(logits, points.Times(2).Minus(1))]);

    private static ImmutableArray<MatchTarget> Read(ParityFile file, string image, long points)
    {
        torch.Tensor labels = file.Integers($"{image}.gt_labels", -1);
        int count = (int)labels.shape[0];
        torch.Tensor orders = file.Floats($"{image}.gt_orders", count, -1, points, 2);
        torch.Tensor counts = file.Integers($"{image}.gt_order_count", count);
        return
        [
            .. Enumerable.Range(0, count).Select(g => new MatchTarget(
                (MapClass)file.Index(labels, g, $"{image}.gt_labels", MapClasses.All.Length),
                Orders(orders[g], file.Index(counts, g, $"{image}.gt_order_count", (int)orders.shape[1] + 1), file, image))),
        ];
    }

    private static PointOrderSet Orders(torch.Tensor orders, int count, ParityFile file, string image) => count > 0
        ? new PointOrderSet((int)orders.shape[1], orders.narrow(0, 0, count).contiguous().data<float>().ToArray())
        : throw new InvalidInputException(file.Path, "a ground truth has no order", $"{image}.gt_order_count");
}
