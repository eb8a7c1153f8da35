namespace MapDet.Core.Losses;

/// <summary>Pairs the queries of an image with its ground truths one to one, at the least total cost.</summary>
/// <remarks>Source: MapTR, <c>MapTRAssigner</c>. NaN and infinity never stop it: such queries are the last to be paired.</remarks>
/// <param name="options">Weights and focal constants.</param>
public sealed class HungarianMatcher(CriterionOptions options)
{
    private readonly MatchingCostCalculator _costs = new(options);

    /// <summary>Matches one image.</summary>
    /// <param name="logits">[N, C].</param>
    /// <param name="classes">C, number of classes.</param>
    /// <param name="unitPoints">[N, P, 2] in [0, 1] over the perception range.</param>
    /// <param name="targets">G ground truths.</param>
    /// <returns>min(N, G) queries have a ground truth.</returns>
    public ImageMatch Match(ReadOnlySpan<float> logits, int classes, ReadOnlySpan<float> unitPoints, IReadOnlyList<MatchTarget> targets) =>
        Assign(_costs.Compute(logits, classes, unitPoints, targets));

    /// <summary>Matches by given costs.</summary>
    /// <param name="costs">[N, G].</param>
    public static ImageMatch Assign(MatchingCosts costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        int[] target = LinearAssignment.Solve(costs.Total, costs.Queries, costs.Targets);
        int[] order = new int[costs.Queries];
        for (int q = 0; q < order.Length; q++)
        {
            order[q] = target[q] < 0 ? -1 : costs.Order[(q * costs.Targets) + target[q]];
        }

        return new ImageMatch(target, order);
    }
}
