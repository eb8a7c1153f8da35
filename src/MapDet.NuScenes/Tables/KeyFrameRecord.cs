namespace MapDet.NuScenes.Tables;

/// <summary>What one sensor recorded for a sample (a key-frame row of <c>sample_data</c> with its <c>ego_pose</c> and <c>calibrated_sensor</c>).</summary>
/// <param name="Token">The <c>sample_data</c> token.</param>
/// <param name="Sensor">The sensor and how it is mounted.</param>
/// <param name="EgoToWorld">Where the vehicle was when this very record was taken.</param>
/// <param name="FileName">The file, relative to the data root.</param>
/// <param name="Timestamp">Microseconds.</param>
/// <param name="Width">Image width in pixels; 0 if it is no camera.</param>
/// <param name="Height">Image height in pixels; 0 if it is no camera.</param>
public sealed record KeyFrameRecord(
    string Token,
    CalibratedSensorRecord Sensor,
    Pose EgoToWorld,
    string FileName,
    long Timestamp,
    int Width,
    int Height);
