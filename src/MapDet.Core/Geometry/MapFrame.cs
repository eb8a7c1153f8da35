namespace MapDet.Core.Geometry;

/// <summary>
/// Where the map frame of a sample lies in the world: origin at the LIDAR_TOP sensor's x and y, x to the right, y ahead, turned by
/// the sensor's yaw only, z up from the ground.
/// </summary>
/// <param name="CenterX">World x of the origin, metres.</param>
/// <param name="CenterY">World y of the origin, metres.</param>
/// <param name="Angle">Direction of the frame's x axis in the world, radians.</param>
/// <param name="GroundHeight">World z of the ground: that of the LIDAR record's ego pose, metres.</param>
public sealed record MapFrame(double CenterX, double CenterY, double Angle, double GroundHeight)
{
    /// <summary>From map coordinates (z above the ground) to the world.</summary>
    public RigidTransform ToWorld() => RigidTransform.FromYaw(Angle, new Point3(CenterX, CenterY, GroundHeight));
}
