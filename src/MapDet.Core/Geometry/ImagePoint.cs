namespace MapDet.Core.Geometry;

/// <summary>A place in an image.</summary>
/// <param name="U">Pixels from the left border.</param>
/// <param name="V">Pixels from the top border.</param>
/// <param name="Depth">Metres in front of the camera; not positive for what lies behind it.</param>
public readonly record struct ImagePoint(double U, double V, double Depth);
