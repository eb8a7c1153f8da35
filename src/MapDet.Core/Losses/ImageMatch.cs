namespace MapDet.Core.Losses;

/// <summary>Which ground truth each query of one image stands for.</summary>
/// <param name="Target">[N] the ground truth, -1 for background.</param>
/// <param name="Order">[N] the point order of that ground truth, -1 for background.</param>
public sealed record ImageMatch(int[] Target, int[] Order)
{
    /// <summary>Queries that stand for nothing.</summary>
    internal static ImageMatch Background(int queries) => new([.. Enumerable.Repeat(-1, queries)], [.. Enumerable.Repeat(-1, queries)]);
}
