using MapDet.Core.Geometry;

namespace MapDet.NuScenes.Tables;

/// <summary>A rotation and a shift as they stand in the tables; the quaternion may be a little off unit length.</summary>
/// <param name="W">Real part of the rotation.</param>
/// <param name="X">First imaginary part.</param>
/// <param name="Y">Second imaginary part.</param>
/// <param name="Z">Third imaginary part.</param>
/// <param name="Translation">Metres.</param>
public readonly record struct Pose(double W, double X, double Y, double Z, Point3 Translation)
{
    /// <summary>The transform from the inner frame (sensor or ego) to the outer one (ego or world), its quaternion normalised.</summary>
    public RigidTransform ToTransform() => RigidTransform.FromQuaternion(W, X, Y, Z, Translation);
}
