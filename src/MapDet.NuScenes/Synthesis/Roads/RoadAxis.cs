namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>The reference line of a road, by arc length in metres.</summary>
internal sealed class RoadAxis
{
    private const int PiecesPerSpan = 240;
    private readonly Vector2D[] _points;
    private readonly double[] _lengths;

    /// <summary>The smooth curve through places with given unit tangents.</summary>
    public RoadAxis(IReadOnlyList<Vector2D> nodes, IReadOnlyList<Vector2D> tangents)
    {
        List<Vector2D> points = [nodes[0]];
        for (int i = 1; i < nodes.Count; i++)
        {
            points.AddRange(Curve.Connect(nodes[i - 1], tangents[i - 1], nodes[i], tangents[i], 0.36, PiecesPerSpan).Skip(1));
        }

        _points = [.. points];
        _lengths = new double[_points.Length];
        for (int i = 1; i < _points.Length; i++)
        {
            _lengths[i] = _lengths[i - 1] + _points[i - 1].DistanceTo(_points[i]);
        }
    }

    public double Length => _lengths[^1];

    /// <summary>The radius of the tightest bend, metres.</summary>
    public double SmallestRadius()
    {
        const double step = 4;
        double sharpest = 1e-6;
        for (double s = step; s < Length - step; s += step)
        {
            Vector2D before = Direction(s - step);
            Vector2D after = Direction(s + step);
            sharpest = Math.Max(sharpest, Math.Abs(Math.Atan2(Vector2D.Cross(before, after), Vector2D.Dot(before, after))) / (2 * step));
        }

        return 1 / sharpest;
    }

    /// <summary>The place at an arc length.</summary>
    public Vector2D Point(double s)
    {
        int i = Segment(s);
        double t = (s - _lengths[i]) / (_lengths[i + 1] - _lengths[i]);
        return Vector2D.Lerp(_points[i], _points[i + 1], t);
    }

    /// <summary>The unit direction at an arc length.</summary>
    public Vector2D Direction(double s)
    {
        const double reach = 0.5;
        return (Point(Math.Min(s + reach, Length)) - Point(Math.Max(s - reach, 0))).Normalized();
    }

    /// <summary>The map place beside the axis, at a distance to its left (to its right if negative).</summary>
    public Vector2D Beside(double s, double lateral) => (Point(s) + (lateral * Direction(s).Left)).Snapped();

    private int Segment(double s)
    {
        int i = Array.BinarySearch(_lengths, s);
        return Math.Clamp(i >= 0 ? i : ~i - 1, 0, _lengths.Length - 2);
    }
}
