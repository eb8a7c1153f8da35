namespace MapDet.Core.Losses;

/// <summary>What it costs to pair each of N queries with each of G ground truths of one image.</summary>
/// <param name="Queries">N.</param>
/// <param name="Targets">G.</param>
/// <param name="Class">[N, G] weighted focal cost.</param>
/// <param name="Points">[N, G] weighted L1 cost under the best order.</param>
/// <param name="Total">[N, G] the sum of both, always finite: a pair with NaN or infinity costs more than any other.</param>
/// <param name="Order">[N, G] the best order, the first of equals.</param>
public sealed record MatchingCosts(int Queries, int Targets, float[] Class, float[] Points, float[] Total, int[] Order);
