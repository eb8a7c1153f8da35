using System.Collections.Immutable;
using MapDet.NuScenes.Synthesis.Roads;

namespace MapDet.NuScenes.Synthesis.Drives;

/// <summary>The line that a vehicle follows, by arc length in metres.</summary>
internal sealed class Route
{
    private const double Step = 0.5;
    private const int SmoothingReach = 5;

    private readonly Vector2D[] _points;

    /// <summary>A route along a line; kinks where lanes meet are smoothed.</summary>
    public Route(IEnumerable<Vector2D> line)
    {
        List<Vector2D> even = Resample([.. line]);
        _points = new Vector2D[even.Count];
        for (int i = 0; i < even.Count; i++)
        {
            int reach = Math.Min(SmoothingReach, Math.Min(i, even.Count - 1 - i));
            Vector2D sum = default;
            for (int k = i - reach; k <= i + reach; k++)
            {
                sum += even[k];
            }

            _points[i] = (1.0 / ((2 * reach) + 1)) * sum;
        }
    }

    public double Length => Step * (_points.Length - 1);

    public Vector2D Point(double s)
    {
        double position = Math.Clamp(s / Step, 0, _points.Length - 1.001);
        int i = (int)position;
        return Vector2D.Lerp(_points[i], _points[i + 1], position - i);
    }

    /// <summary>The unit direction; beyond the ends that of the end.</summary>
    public Vector2D Direction(double s)
    {
        double inside = Math.Clamp(s, 1, Length - 1);
        return (Point(inside + 1) - Point(inside - 1)).Normalized();
    }

    /// <summary>Change of direction a metre, without sign.</summary>
    public double Curvature(double s)
    {
        const double reach = 3;
        Vector2D before = Direction(s - reach);
        Vector2D after = Direction(s + reach);
        return Math.Abs(Math.Atan2(Vector2D.Cross(before, after), Vector2D.Dot(before, after))) / (2 * reach);
    }

    private static List<Vector2D> Resample(ImmutableArray<Vector2D> line)
    {
        List<Vector2D> even = [line[0]];
        double rest = Step;
        for (int i = 1; i < line.Length; i++)
        {
            double length = line[i - 1].DistanceTo(line[i]);
            while (rest <= length)
            {
                even.Add(Vector2D.Lerp(line[i - 1], line[i], rest / length));
                rest += Step;
            }

            rest -= length;
        }

        return even;
    }
}
