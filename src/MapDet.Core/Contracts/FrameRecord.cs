using MapDet.Core.Geometry;

namespace MapDet.Core.Contracts;

/// <summary>A moment of a drive: when and where it was. What the cameras saw is asked of the <see cref="IFrameSource"/>.</summary>
/// <param name="SampleToken">The sample's unique name.</param>
/// <param name="SceneName">The scene (drive) that it belongs to; splits list scenes.</param>
/// <param name="Location">The name of the map that it lies in.</param>
/// <param name="Timestamp">Microseconds.</param>
/// <param name="LidarToWorld">From the vehicle's sensor frame (x right, y ahead, z up; LIDAR_TOP in nuScenes) to the world, at the sensor's own time.</param>
/// <param name="GroundHeight">World z of the ground below the vehicle, metres.</param>
public sealed record FrameRecord(
    string SampleToken,
    string SceneName,
    string Location,
    long Timestamp,
    RigidTransform LidarToWorld,
    double GroundHeight)
{
    /// <summary>Where the map frame of the sample lies.</summary>
    public MapFrame MapFrame => new(LidarToWorld.Translation.X, LidarToWorld.Translation.Y, LidarToWorld.Yaw, GroundHeight);
}
