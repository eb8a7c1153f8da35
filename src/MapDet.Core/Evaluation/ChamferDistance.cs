using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MapDet.Core.Evaluation;

/// <summary>MapTR's Chamfer distance: the mean distance from each point to the nearest point of the other line, averaged over both directions.</summary>
internal static class ChamferDistance
{
    private const int Vectors = ResampledLine.Count / 4;

    /// <summary>Measures two lines.</summary>
    /// <param name="a">A line.</param>
    /// <param name="b">Another line.</param>
    /// <param name="radius">Distances above this need not be known, metres.</param>
    /// <returns>Metres; infinite if certainly above <paramref name="radius"/>.</returns>
    public static double Between(ResampledLine a, ResampledLine b, double radius)
    {
        if (BoxGap(a, b) > radius || (MeanDistanceToBox(a, b) + MeanDistanceToBox(b, a)) / 2 > radius)
        {
            return double.PositiveInfinity;
        }

        Span<double> nearestOfA = stackalloc double[ResampledLine.Count];
        Span<double> nearestOfB = stackalloc double[ResampledLine.Count];
        SquaredNearest(a, b, nearestOfA, MemoryMarshal.Cast<double, Vector256<double>>(nearestOfB));
        return (MeanRoot(nearestOfA) + MeanRoot(nearestOfB)) / 2;
    }

    private static double BoxGap(ResampledLine a, ResampledLine b)
    {
        double dx = Math.Max(0, Math.Max(a.XMin - b.XMax, b.XMin - a.XMax));
        double dy = Math.Max(0, Math.Max(a.YMin - b.YMax, b.YMin - a.YMax));
        return Math.Sqrt((dx * dx) + (dy * dy));
    }

    // No point of the line lies nearer than the line's bounding box: a lower bound at a hundredth of the cost.
    private static double MeanDistanceToBox(ResampledLine line, ResampledLine box)
    {
        Vector256<double> sum = Vector256<double>.Zero;
        ReadOnlySpan<Vector256<double>> x = line.XVectors;
        ReadOnlySpan<Vector256<double>> y = line.YVectors;
        for (int i = 0; i < x.Length && i < y.Length; i++)
        {
            Vector256<double> dx = x[i] - Vector256.MinNative(Vector256.MaxNative(x[i], Vector256.Create(box.XMin)), Vector256.Create(box.XMax));
            Vector256<double> dy = y[i] - Vector256.MinNative(Vector256.MaxNative(y[i], Vector256.Create(box.YMin)), Vector256.Create(box.YMax));
            sum += Vector256.Sqrt((dx * dx) + (dy * dy));
        }

        return Vector256.Sum(sum) / ResampledLine.Count;
    }

    private static void SquaredNearest(ResampledLine a, ResampledLine b, Span<double> nearestOfA, Span<Vector256<double>> nearestOfB)
    {
        nearestOfB.Fill(Vector256.Create(double.PositiveInfinity));
        ReadOnlySpan<Vector256<double>> bx = b.XVectors[..Vectors];
        ReadOnlySpan<Vector256<double>> by = b.YVectors[..Vectors];
        nearestOfB = nearestOfB[..Vectors];
        for (int i = 0; i < ResampledLine.Count; i += 2)
        {
            Vector256<double> x0 = Vector256.Create(a.X[i]);
            Vector256<double> y0 = Vector256.Create(a.Y[i]);
            Vector256<double> x1 = Vector256.Create(a.X[i + 1]);
            Vector256<double> y1 = Vector256.Create(a.Y[i + 1]);
            Vector256<double> least0 = Vector256.Create(double.PositiveInfinity);
            Vector256<double> least1 = least0;
            for (int j = 0; j < Vectors; j++)
            {
                Vector256<double> squared0 = ((bx[j] - x0) * (bx[j] - x0)) + ((by[j] - y0) * (by[j] - y0));
                Vector256<double> squared1 = ((bx[j] - x1) * (bx[j] - x1)) + ((by[j] - y1) * (by[j] - y1));
                least0 = Vector256.MinNative(least0, squared0);
                least1 = Vector256.MinNative(least1, squared1);
                nearestOfB[j] = Vector256.MinNative(nearestOfB[j], Vector256.MinNative(squared0, squared1));
            }

            nearestOfA[i] = Least(least0);
            nearestOfA[i + 1] = Least(least1);
        }
    }

    private static double Least(Vector256<double> values)
    {
        Vector128<double> half = Vector128.MinNative(values.GetLower(), values.GetUpper());
        return Math.Min(half[0], half[1]);
    }

    private static double MeanRoot(ReadOnlySpan<double> squared)
    {
        double sum = 0;
        foreach (double value in squared)
        {
            sum += Math.Sqrt(value);
        }

        return sum / squared.Length;
    }
}
