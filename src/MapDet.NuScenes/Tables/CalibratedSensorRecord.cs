using System.Collections.Immutable;

namespace MapDet.NuScenes.Tables;

/// <summary>A sensor as it was mounted in a drive (table <c>calibrated_sensor</c> with its <c>sensor</c>).</summary>
/// <param name="Token">Its unique name.</param>
/// <param name="Sensor">The kind of sensor.</param>
/// <param name="SensorToEgo">From the sensor's frame to the ego frame (x ahead, y left, z up).</param>
/// <param name="Intrinsic">The camera matrix, 9 numbers row by row, for the size of the image that the tables state; empty if it is no camera.</param>
public sealed record CalibratedSensorRecord(string Token, SensorRecord Sensor, Pose SensorToEgo, ImmutableArray<double> Intrinsic)
{
    /// <summary>The sensor's name, such as <c>CAM_FRONT</c>.</summary>
    public string Channel => Sensor.Channel;

    /// <summary>camera, lidar or radar.</summary>
    public string Modality => Sensor.Modality;
}
