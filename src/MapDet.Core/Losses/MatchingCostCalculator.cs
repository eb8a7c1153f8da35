using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MapDet.Core.Losses;

/// <summary>Computes matching costs on the CPU, vectorised over coordinates; no gradients flow here.</summary>
/// <remarks>Source: MapTR, <c>MapTRAssigner</c> with <c>FocalLossCost</c> and <c>OrderedPtsL1Cost</c>, in float32.</remarks>
/// <param name="options">Weights and focal constants.</param>
public sealed class MatchingCostCalculator(CriterionOptions options)
{
    // More than any pair of finite predictions costs, small enough for exact sums in float64.
    private const float CostOfNonFinite = 1e9f;
    private const float Epsilon = 1e-12f;

    /// <summary>Computes the costs of one image.</summary>
    /// <param name="logits">[N, C].</param>
    /// <param name="classes">C, number of classes.</param>
    /// <param name="unitPoints">[N, P, 2] in [0, 1] over the perception range.</param>
    /// <param name="targets">G ground truths of P points.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public MatchingCosts Compute(ReadOnlySpan<float> logits, int classes, ReadOnlySpan<float> unitPoints, IReadOnlyList<MatchTarget> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        int queries = logits.Length / classes;
        int count = queries * targets.Count;
        MatchingCosts costs = new(queries, targets.Count, new float[count], new float[count], new float[count], new int[count]);
        if (count == 0)
        {
            return costs;
        }

        int points = unitPoints.Length / (2 * queries);
        if (targets.FirstOrDefault(t => t.Orders.Points != points) is { } odd)
        {
            throw new ArgumentException($"The predictions have {points} points each, a ground truth has {odd.Orders.Points}.", nameof(targets));
        }

        FillClassCosts(ClassCosts(logits), classes, targets, costs);
        FillPointCosts(unitPoints, points, targets, costs);
        AddUp(costs);
        return costs;
    }

    private float[] ClassCosts(ReadOnlySpan<float> logits)
    {
        float alpha = (float)options.FocalAlpha;
        float gamma = (float)options.FocalGamma;
        float weight = (float)options.ClassWeight;
        float[] costs = new float[logits.Length];
        for (int i = 0; i < costs.Length; i++)
        {
            float p = 1 / (1 + MathF.Exp(-logits[i]));
            float positive = -MathF.Log(p + Epsilon) * alpha * Power(1 - p, gamma);
            float negative = -MathF.Log(1 - p + Epsilon) * (1 - alpha) * Power(p, gamma);
            costs[i] = (positive - negative) * weight;
        }

        return costs;
    }

    private static float Power(float value, float exponent) => exponent == 2 ? value * value : MathF.Pow(value, exponent);

    private static void FillClassCosts(float[] classCosts, int classes, IReadOnlyList<MatchTarget> targets, MatchingCosts costs)
    {
        for (int g = 0; g < targets.Count; g++)
        {
            int label = (int)targets[g].Class;
            for (int q = 0; q < costs.Queries; q++)
            {
                costs.Class[(q * targets.Count) + g] = classCosts[(q * classes) + label];
            }
        }
    }

    private void FillPointCosts(ReadOnlySpan<float> unitPoints, int points, IReadOnlyList<MatchTarget> targets, MatchingCosts costs)
    {
        int stride = MatchTarget.VectorsOf(points);
        Vector256<float>[] queries = new Vector256<float>[costs.Queries * stride];
        for (int q = 0; q < costs.Queries; q++)
        {
            unitPoints.Slice(q * 2 * points, 2 * points).CopyTo(MemoryMarshal.Cast<Vector256<float>, float>(queries.AsSpan(q * stride, stride)));
        }

        float weight = (float)options.PointsCostWeight;
        for (int g = 0; g < targets.Count; g++)
        {
            MatchTarget target = targets[g];
            for (int q = 0; q < costs.Queries; q++)
            {
                (float distance, int order) = NearestOrder(queries.AsSpan(q * stride, stride), target);
                costs.Points[(q * targets.Count) + g] = distance * weight;
                costs.Order[(q * targets.Count) + g] = order;
            }
        }
    }

    private static (float Distance, int Order) NearestOrder(ReadOnlySpan<Vector256<float>> query, MatchTarget target)
    {
        float nearest = float.PositiveInfinity;
        int best = 0;
        for (int order = 0; order < target.Orders.Count; order++)
        {
            ReadOnlySpan<Vector256<float>> unit = target.UnitVectors(order);
            Vector256<float> sum = Vector256<float>.Zero;
            for (int i = 0; i < query.Length && i < unit.Length; i++)
            {
                sum += Vector256.Abs(query[i] - unit[i]);
            }

            float distance = Vector256.Sum(sum);
            if (distance < nearest)
            {
                nearest = distance;
                best = order;
            }
        }

        return (nearest, best);
    }

    private static void AddUp(MatchingCosts costs)
    {
        for (int i = 0; i < costs.Total.Length; i++)
        {
            float total = costs.Class[i] + costs.Points[i];
            costs.Total[i] = float.IsFinite(total) ? Math.Min(total, CostOfNonFinite) : CostOfNonFinite;
        }
    }
}
