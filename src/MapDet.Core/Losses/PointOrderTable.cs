using TorchSharp;

namespace MapDet.Core.Losses;

/// <summary>Orders that only rearrange an element's P points: which point each order takes at each position.</summary>
/// <param name="Points">P.</param>
/// <param name="Sources">[K, P] point numbers.</param>
internal sealed record PointOrderTable(int Points, int[] Sources)
{
    /// <summary>K, number of orders.</summary>
    public int Count => Sources.Length / Points;

    /// <summary>Open lines: as given, and reversed.</summary>
    public static PointOrderTable Open(int points) => Create(points, 2, (order, i) => order == 0 ? i : points - 1 - i);

    /// <summary>Rings: the P - 1 distinct points begun k before the first, forward. MapTR's <c>v1</c>.</summary>
    public static PointOrderTable Forward(int points)
    {
        int distinct = points - 1;
        return Create(points, distinct, (shift, i) => (i + distinct - shift) % distinct);
    }

    /// <summary>Rings: the orders of <see cref="Forward"/>, then the same of the reversed points. MapTR's <c>v4</c>.</summary>
    public static PointOrderTable BothDirections(int points)
    {
        int distinct = points - 1;
        int[] forward = Forward(points).Sources;
        return new PointOrderTable(points, [.. forward, .. forward.Select(source => distinct - 1 - source)]);
    }

    /// <summary>
    /// All P points rolled right, the repeated one among them, so that all orders but the first are rings with a gap and a doubled point.
    /// MapTR's <c>v0</c>, which nothing should be trained with.
    /// </summary>
    public static PointOrderTable RolledRight(int points) => Create(points, points, (shift, i) => (i + points - shift) % points);

    /// <summary>As <see cref="RolledRight"/>, but to the left: what the system before this one took for the orders of a ring.</summary>
    public static PointOrderTable RolledLeft(int points) => Create(points, points, (shift, i) => (i + shift) % points);

    /// <summary>Rearranges points.</summary>
    /// <param name="points">[P, 2].</param>
    /// <returns>[K, P, 2].</returns>
    public float[] Apply(ReadOnlySpan<float> points)
    {
        float[] ordered = new float[2 * Sources.Length];
        for (int i = 0; i < Sources.Length; i++)
        {
            points.Slice(2 * Sources[i], 2).CopyTo(ordered.AsSpan(2 * i));
        }

        return ordered;
    }

    /// <summary>Rearranges the points of many elements at once.</summary>
    /// <param name="points">[B, S, P, …].</param>
    /// <returns>[B, S, K, P, …].</returns>
    public torch.Tensor Apply(torch.Tensor points)
    {
        torch.Tensor sources = torch.tensor(Sources.Select(source => (long)source).ToArray(), device: points.device);
        long[] shape = points.shape;
        return points.index_select(2, sources).view([shape[0], shape[1], Count, Points, .. shape[3..]]);
    }

    private static PointOrderTable Create(int points, int count, Func<int, int, int> source)
    {
        int[] sources = new int[count * points];
        for (int i = 0; i < sources.Length; i++)
        {
            sources[i] = source(i / points, i % points);
        }

        return new PointOrderTable(points, sources);
    }
}
