using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MapDet.Core.Geometry;

namespace MapDet.Core.Evaluation;

/// <summary>A polyline as the metric sees it: 100 points at equal arc length, ends included, in metres.</summary>
/// <remarks>Source: MapTR, <c>get_cls_results</c> (<c>linspace(0, length, 100)</c>, linear within a segment, float64).</remarks>
internal sealed class ResampledLine
{
    /// <summary>Number of points.</summary>
    public const int Count = 100;

    // 2.5 degrees from a full turn.
    private const double CosineOfReversal = 0.999;

    private readonly double[] _x = new double[Count];
    private readonly double[] _y = new double[Count];

    /// <summary>Resamples a line.</summary>
    /// <param name="vertices">At least one.</param>
    public ResampledLine(ImmutableArray<Point2> vertices)
    {
        double[] along = new double[vertices.Length];
        for (int i = 1; i < along.Length; i++)
        {
            double dx = vertices[i].X - vertices[i - 1].X;
            double dy = vertices[i].Y - vertices[i - 1].Y;
            along[i] = along[i - 1] + Math.Sqrt((dx * dx) + (dy * dy));
        }

        Length = along[^1];
        Sample(vertices, along);
        (XMin, XMax) = Bounds(_x);
        (YMin, YMax) = Bounds(_y);
        TurnsBack = FindTurn();
    }

    /// <summary>Metres; NaN or infinite where a vertex is.</summary>
    public double Length { get; }

    /// <summary>False for a line of no length and for one that is not finite: it comes near nothing.</summary>
    public bool CanMatch => Length > 0 && double.IsFinite(Length);

    /// <summary>True if the line runs back along itself somewhere: a polygon around such a line can have holes, or be empty.</summary>
    public bool TurnsBack { get; }

    public double XMin { get; }

    public double XMax { get; }

    public double YMin { get; }

    public double YMax { get; }

    public ReadOnlySpan<double> X => _x;

    public ReadOnlySpan<double> Y => _y;

    public ReadOnlySpan<Vector256<double>> XVectors => MemoryMarshal.Cast<double, Vector256<double>>(_x);

    public ReadOnlySpan<Vector256<double>> YVectors => MemoryMarshal.Cast<double, Vector256<double>>(_y);

    /// <summary>The mean of the points' distances from the origin, metres.</summary>
    public double MeanDistanceFromOrigin()
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            sum += Math.Sqrt((_x[i] * _x[i]) + (_y[i] * _y[i]));
        }

        return sum / Count;
    }

    private bool FindTurn()
    {
        double lastX = 0;
        double lastY = 0;
        for (int i = 1; i < Count; i++)
        {
            double dx = _x[i] - _x[i - 1];
            double dy = _y[i] - _y[i - 1];
            double dot = (dx * lastX) + (dy * lastY);
            double lengths = Math.Sqrt(((dx * dx) + (dy * dy)) * ((lastX * lastX) + (lastY * lastY)));
            if (dot < -CosineOfReversal * lengths)
            {
                return true;
            }

            // A fold between two samples at the same place shows only against the segment before it.
            (lastX, lastY) = dx == 0 && dy == 0 ? (lastX, lastY) : (dx, dy);
        }

        return false;
    }

    private static (double Least, double Greatest) Bounds(double[] values)
    {
        double least = values[0];
        double greatest = values[0];
        foreach (double value in values)
        {
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
        }

        return (least, greatest);
    }

    private void Sample(ImmutableArray<Point2> vertices, double[] along)
    {
        int segment = 1;
        for (int i = 0; i < Count - 1; i++)
        {
            double target = Length * i / (Count - 1);
            while (segment < along.Length - 1 && along[segment] < target)
            {
                segment++;
            }

            (_x[i], _y[i]) = Interpolate(vertices, along, segment, target);
        }

        (_x[^1], _y[^1]) = (vertices[^1].X, vertices[^1].Y);
    }

    private static (double X, double Y) Interpolate(ImmutableArray<Point2> vertices, double[] along, int segment, double target)
    {
        Point2 a = vertices[segment - 1];
        if (segment >= along.Length || along[segment] == along[segment - 1])
        {
            return (a.X, a.Y);
        }

        Point2 b = vertices[segment];
        double t = (target - along[segment - 1]) / (along[segment] - along[segment - 1]);
        return (a.X + (t * (b.X - a.X)), a.Y + (t * (b.Y - a.Y)));
    }
}
