namespace MapDet.Core.Geometry;

/// <summary>A place in space, in metres.</summary>
/// <param name="X">First coordinate.</param>
/// <param name="Y">Second coordinate.</param>
/// <param name="Z">Third coordinate.</param>
public readonly record struct Point3(double X, double Y, double Z);
