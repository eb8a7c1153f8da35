namespace MapDet.Core.Losses;

/// <summary>The equivalent point orders of one element: K orders of P points.</summary>
public sealed class PointOrderSet
{
    private readonly float[] _metres;

    /// <summary>Takes ready-made orders.</summary>
    /// <param name="points">P, points of an order.</param>
    /// <param name="metres">[K, P, 2] x and y in metres, K at least 1; not copied.</param>
    /// <exception cref="ArgumentException">The length is no multiple of 2 P, or 0.</exception>
    public PointOrderSet(int points, float[] metres)
    {
        ArgumentNullException.ThrowIfNull(metres);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        if (metres.Length == 0 || metres.Length % (2 * points) != 0)
        {
            throw new ArgumentException($"{metres.Length} numbers are no orders of {points} points.", nameof(metres));
        }

        Points = points;
        _metres = metres;
    }

    /// <summary>K, number of orders.</summary>
    public int Count => _metres.Length / (2 * Points);

    /// <summary>P, points of an order.</summary>
    public int Points { get; }

    /// <summary>[K, P, 2] x and y in metres.</summary>
    internal ReadOnlySpan<float> Metres => _metres;

    /// <summary>The points of an order, [P, 2] x and y in metres.</summary>
    /// <param name="order">0 to K - 1.</param>
    public ReadOnlySpan<float> this[int order] => _metres.AsSpan(order * 2 * Points, 2 * Points);
}
