namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>A place or a direction in the plane of a town, metres.</summary>
internal readonly record struct Vector2D(double X, double Y)
{
    public double Length => double.Hypot(X, Y);

    /// <summary>The vector turned by 90 degrees to the left.</summary>
    public Vector2D Left => new(-Y, X);

    public double Angle => Math.Atan2(Y, X);

    public static Vector2D operator +(Vector2D a, Vector2D b) => new(a.X + b.X, a.Y + b.Y);

    public static Vector2D operator -(Vector2D a, Vector2D b) => new(a.X - b.X, a.Y - b.Y);

    public static Vector2D operator -(Vector2D a) => new(-a.X, -a.Y);

    public static Vector2D operator *(double s, Vector2D a) => new(s * a.X, s * a.Y);

    public static double Dot(Vector2D a, Vector2D b) => (a.X * b.X) + (a.Y * b.Y);

    public static double Cross(Vector2D a, Vector2D b) => (a.X * b.Y) - (a.Y * b.X);

    public static Vector2D Lerp(Vector2D a, Vector2D b, double t) => a + (t * (b - a));

    public Vector2D Normalized() => (1 / Length) * this;

    public double DistanceTo(Vector2D other) => (this - other).Length;

    public Vector2D Rotated(double angle)
    {
        (double sin, double cos) = Math.SinCos(angle);
        return new Vector2D((cos * X) - (sin * Y), (sin * X) + (cos * Y));
    }

    /// <summary>The place on the grid of a tenth of a millimetre on which all places of a map lie, so that shared ones are equal.</summary>
    public Vector2D Snapped() => new(Math.Round(X, 4), Math.Round(Y, 4));
}
