using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Losses;
using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Parity.Losses;

/// <summary>Matching costs, best orders and assignments: <c>matcher_*.safetensors</c>.</summary>
public sealed class MatcherParity : IParityCheck
{
    private const double CostLimit = 2e-4;
    private const double LeastMargin = 2e-3;
    private static readonly ImmutableArray<string> CasesOfExactTies = ["identical_queries", "repeated_gt"];

    /// <inheritdoc/>
    public string Kind => "matcher";

    /// <inheritdoc/>
    public bool Recognizes(ParityFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.IsSafetensors && file.Name.StartsWith("matcher_", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public IEnumerable<ParityResult> Run(ParityFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        PerceptionRange range = MatcherCase.RangeOf(file);
        bool areOrdersShifts = file.Metadata("pattern") == "v4";
        return file.CasesUntil(cancellationToken).SelectMany(name => RunCase(file, name, range, areOrdersShifts));
    }

    private static IEnumerable<ParityResult> RunCase(ParityFile file, string name, PerceptionRange range, bool areOrdersShifts)
    {
        MatcherCase inputs = MatcherCase.Read(file, name);
        StackedLayers layers = StackedLayers.Of(MatcherCase.Predictions(inputs.Logits, inputs.Points));
        TargetTensors targets = GroundTruthTensors.Of(inputs.Targets, layers);
        PairCosts costs = new MapTrCostCalculator(new CriterionOptions(), range).Compute(layers, targets);
        torch.Tensor total = costs.Total();
        ImmutableArray<ImageMatch> matches = RowAssigner.Assign(layers, targets, total).BySample(layers, targets.Width, costs.Order);
        for (int image = 0; image < inputs.Batch; image++)
        {
            string prefix = $"{name}.{image}";
            int count = inputs.Targets[image].Length;
            foreach (ParityResult result in CompareOrders(file, prefix, inputs, image, range, areOrdersShifts)
                .Concat(CompareCosts(file, prefix, Of(costs.Class), Of(costs.Points), Of(total), Of(costs.Order)))
                .Concat(CompareAssignment(file, prefix, matches[image], Of(costs.Order), CasesOfExactTies.Contains(name))))
            {
                yield return result;
            }

            torch.Tensor Of(torch.Tensor batch) => batch[image].narrow(1, 0, count);
        }
    }

    /// <summary>All shifts follow from the sampled points alone, bit for bit.</summary>
    private static IEnumerable<ParityResult> CompareOrders(
        ParityFile file, string prefix, MatcherCase inputs, int image, PerceptionRange range, bool areOrdersShifts)
    {
        if (!areOrdersShifts)
        {
            yield break;
        }

        PointOrders orders = new(PointOrderPattern.AllShifts, range);
        int count = inputs.Targets[image].Length;
        float[][] points = [.. file.Floats($"{prefix}.gt_points", count, inputs.PointCount, 2).unbind().Select(p => p.data<float>().ToArray())];
        MapElement[] elements = [.. points.Select(p => Element([.. p.Chunk(2).Select(xy => new Point2(xy[0], xy[1]))]))];
        PointOrderSet[] sets = [.. elements.Select(element => orders.Of(element))];
        torch.Tensor expected = file.Floats($"{prefix}.gt_orders", count, -1, inputs.PointCount, 2);
        yield return Deviation.Different(
            $"{prefix}.gt_closed", file.Integers($"{prefix}.gt_closed", count), Integers(elements.Select(e => orders.IsRing(e) ? 1 : 0)));
        yield return Deviation.Different(
            $"{prefix}.gt_order_count", file.Integers($"{prefix}.gt_order_count", count), Integers(sets.Select(s => s.Count)));
        yield return Deviation.Absolute($"{prefix}.gt_orders", expected, Padded(sets, expected.shape), absolute: 0);
    }

    private static IEnumerable<ParityResult> CompareCosts(
        ParityFile file, string prefix, torch.Tensor classCost, torch.Tensor pointsCost, torch.Tensor total, torch.Tensor order)
    {
        long[] shape = total.shape;
        yield return Deviation.Absolute($"{prefix}.cls_cost", file.Floats($"{prefix}.cls_cost", shape), classCost, 1e-5, 1e-5);
        yield return Deviation.Absolute($"{prefix}.pts_cost", file.Floats($"{prefix}.pts_cost", shape), pointsCost, CostLimit);
        yield return Deviation.Absolute($"{prefix}.cost", file.Floats($"{prefix}.cost", shape), total, CostLimit);
        yield return Deviation.Different(
            $"{prefix}.order_index",
            file.Integers($"{prefix}.order_index", shape),
            order,
            file.Floats($"{prefix}.order_margin", shape).IsAbove(LeastMargin),
            "elements that differ beyond ties");
    }

    private static IEnumerable<ParityResult> CompareAssignment(ParityFile file, string prefix, ImageMatch match, torch.Tensor order, bool areTiesExact)
    {
        torch.Tensor cost = file.Floats($"{prefix}.cost", order.shape);
        (int queries, int count) = ((int)cost.shape[0], (int)cost.shape[1]);
        float[] given = count == 0 ? [] : cost.data<float>().ToArray();
        if (!Array.TrueForAll(given, float.IsFinite))
        {
            throw new InvalidInputException(file.Path, "holds costs that are not finite", $"{prefix}.cost");
        }

        torch.Tensor assigned = file.Integers($"{prefix}.assigned_gt", queries);
        int[] byGivenCost = LinearAssignment.Solve(given, queries, count);
        yield return Deviation.Different($"{prefix}.assigned_gt", assigned, Integers(byGivenCost), measure: "elements that differ, costs given");
        yield return Deviation.Different(
            $"{prefix}.assigned_order",
            file.Integers($"{prefix}.assigned_order", queries),
            Integers(OrdersOf(byGivenCost, file.Integers($"{prefix}.order_index", order.shape))),
            measure: "elements that differ, costs given");
        if (areTiesExact || file.Floats($"{prefix}.assignment_margin", 1).item<float>() > LeastMargin)
        {
            yield return Deviation.Different($"{prefix}.assigned_gt", assigned, Integers(match.Target));
        }

        double total = Enumerable.Range(0, queries).Where(q => match.Target[q] >= 0).Sum(q => (double)given[(q * count) + match.Target[q]]);
        yield return Deviation.Absolute($"{prefix}.total_cost", file.Floats($"{prefix}.total_cost", 1), torch.tensor([total]), 1e-3);
    }

    private static IEnumerable<int> OrdersOf(int[] target, torch.Tensor orderIndex) =>
        target.Select((g, q) => g < 0 ? -1 : (int)orderIndex[q, g].item<long>());

    private static MapElement Element(ImmutableArray<Point2> points) => new(MapClass.Boundary, new Polyline(points), points);

    private static torch.Tensor Integers(IEnumerable<int> values) => torch.tensor(values.Select(v => (long)v).ToArray());

    /// <summary>As the file pads what an element lacks.</summary>
    private static torch.Tensor Padded(PointOrderSet[] sets, long[] shape)
    {
        torch.Tensor padded = TensorArithmetic.Filled(shape, -10000);
        for (int g = 0; g < sets.Length; g++)
        {
            long rows = Math.Min(sets[g].Count, shape[1]);
            padded[g].narrow(0, 0, rows).copy_(torch.tensor(sets[g].Metres.ToArray(), [sets[g].Count, sets[g].Points, 2]).narrow(0, 0, rows));
        }

        return padded;
    }
}
