namespace MapDet.Core.Geometry;

/// <summary>A place in a plane, in metres unless said otherwise.</summary>
/// <param name="X">To the right in the map frame of a sample, east in the world.</param>
/// <param name="Y">Ahead in the map frame of a sample, north in the world.</param>
public readonly record struct Point2(double X, double Y)
{
    /// <summary>The Euclidean distance to another place.</summary>
    public double DistanceTo(Point2 other) => double.Hypot(X - other.X, Y - other.Y);
}
