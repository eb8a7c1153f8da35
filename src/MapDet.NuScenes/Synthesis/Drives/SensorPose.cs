using MapDet.Core.Geometry;

namespace MapDet.NuScenes.Synthesis.Drives;

/// <summary>Where something is and how it is turned.</summary>
/// <param name="Translation">Metres.</param>
/// <param name="Rotation">From its own axes to those of the frame it is given in.</param>
internal sealed record SensorPose(Point3 Translation, Attitude Rotation)
{
    public RigidTransform ToTransform() => RigidTransform.FromQuaternion(Rotation.W, Rotation.X, Rotation.Y, Rotation.Z, Translation);
}
