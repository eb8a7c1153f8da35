using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.Core.Losses;

/// <summary>A ground-truth element as the matcher sees it: its class and its equivalent point orders.</summary>
public sealed class MatchTarget
{
    private readonly Vector256<float>[] _unit;
    private readonly int _stride;

    /// <summary>Prepares an element for matching.</summary>
    /// <param name="mapClass">What it is.</param>
    /// <param name="orders">Its K orders, metres.</param>
    /// <param name="range">What maps to [0, 1] per axis.</param>
    public MatchTarget(MapClass mapClass, PointOrderSet orders, PerceptionRange range)
    {
        ArgumentNullException.ThrowIfNull(orders);
        Class = mapClass;
        Orders = orders;
        _stride = VectorsOf(orders.Points);
        _unit = new Vector256<float>[orders.Count * _stride];
        UnitCoordinates unit = new(range);
        for (int order = 0; order < orders.Count; order++)
        {
            unit.FromMetres(orders[order], MemoryMarshal.Cast<Vector256<float>, float>(_unit.AsSpan(order * _stride, _stride)));
        }
    }

    /// <summary>What it is.</summary>
    public MapClass Class { get; }

    /// <summary>The orders in metres.</summary>
    public PointOrderSet Orders { get; }

    /// <summary>An order's points in [0, 1].</summary>
    /// <param name="order">0 to K - 1.</param>
    /// <returns>[P, 2], x and y.</returns>
    public ReadOnlySpan<float> Unit(int order) => MemoryMarshal.Cast<Vector256<float>, float>(UnitVectors(order))[..(2 * Orders.Points)];

    /// <summary>Vectors that an order's coordinates fill, the rest of the last one being 0.</summary>
    internal static int VectorsOf(int points) => ((2 * points) + Vector256<float>.Count - 1) / Vector256<float>.Count;

    internal ReadOnlySpan<Vector256<float>> UnitVectors(int order) => _unit.AsSpan(order * _stride, _stride);
}
