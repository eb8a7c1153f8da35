namespace MapDet.Core.Geometry;

/// <summary>The box around the vehicle in which map elements are detected, in metres in the map frame (x right, y ahead, z up).</summary>
/// <param name="XMin">Left border.</param>
/// <param name="YMin">Rear border.</param>
/// <param name="ZMin">Lower border.</param>
/// <param name="XMax">Right border.</param>
/// <param name="YMax">Front border.</param>
/// <param name="ZMax">Upper border.</param>
public sealed record PerceptionRange(double XMin, double YMin, double ZMin, double XMax, double YMax, double ZMax)
{
    /// <summary>The range of MapTR and of published results: 30 m wide, 60 m long.</summary>
    public static PerceptionRange Default { get; } = new(-15, -30, -2, 15, 30, 2);

    /// <summary>The extent in x, metres.</summary>
    public double Width => XMax - XMin;

    /// <summary>The extent in y, metres.</summary>
    public double Length => YMax - YMin;

    /// <summary>Metres to [-1, 1] per axis.</summary>
    public Point2 Normalize(Point2 point) => new((2 * (point.X - XMin) / Width) - 1, (2 * (point.Y - YMin) / Length) - 1);

    /// <summary>[-1, 1] per axis to metres.</summary>
    public Point2 Denormalize(Point2 point) => new(((point.X + 1) / 2 * Width) + XMin, ((point.Y + 1) / 2 * Length) + YMin);

    /// <summary>True if a place lies in the range, its border included.</summary>
    public bool Contains(Point2 point) => point.X >= XMin && point.X <= XMax && point.Y >= YMin && point.Y <= YMax;
}
