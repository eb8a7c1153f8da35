using MapDet.Core.Geometry;

namespace MapDet.NuScenes.Synthesis.Drives;

/// <summary>A sensor as mounted on the vehicle of one scene.</summary>
/// <param name="Channel">Such as <c>CAM_FRONT</c>.</param>
/// <param name="Mount">From the sensor's frame to the vehicle's.</param>
/// <param name="Intrinsics">Null for lidar and radars.</param>
/// <param name="Delay">When it measures, relative to the key frame, microseconds.</param>
internal sealed record Sensor(string Channel, SensorPose Mount, CameraIntrinsics? Intrinsics, int Delay)
{
    public const string Lidar = "LIDAR_TOP";

    public bool IsCamera => Intrinsics is not null;

    public string Modality => IsCamera ? "camera" : Channel == Lidar ? "lidar" : "radar";

    /// <summary>Records a second, sweeps included, as the published data set has them.</summary>
    public int Rate => Modality switch
    {
        "camera" => 12,
        "lidar" => 20,
        _ => 13,
    };

    public string FileFormat => IsCamera ? "jpg" : "pcd";

    public string FileExtension => Modality switch
    {
        "camera" => "jpg",
        "lidar" => "pcd.bin",
        _ => "pcd",
    };
}
