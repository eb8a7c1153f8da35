namespace MapDet.NuScenes.Tables;

/// <summary>What a sensor recorded at a time: a key frame or a sweep (table <c>sample_data</c> with its <c>ego_pose</c> and <c>calibrated_sensor</c>).</summary>
/// <param name="Token">Its unique name.</param>
/// <param name="Sample">The sample that it belongs to; for a sweep the one that follows closest in time.</param>
/// <param name="Sensor">The sensor and how it is mounted.</param>
/// <param name="EgoPose">Where the vehicle was when this very record was taken.</param>
/// <param name="FileName">The file, relative to the data root.</param>
/// <param name="FileFormat">Such as jpg or pcd.</param>
/// <param name="IsKeyFrame">False for a sweep.</param>
/// <param name="Timestamp">Microseconds.</param>
/// <param name="Width">Image width in pixels; 0 if it is no camera.</param>
/// <param name="Height">Image height in pixels; 0 if it is no camera.</param>
/// <param name="Previous">Token of the sensor's record before this one, or null at the start of the scene.</param>
/// <param name="Next">Token of the sensor's record after this one, or null at the end of the scene.</param>
public sealed record SampleDataRecord(
    string Token,
    SampleRecord Sample,
    CalibratedSensorRecord Sensor,
    EgoPoseRecord EgoPose,
    string FileName,
    string FileFormat,
    bool IsKeyFrame,
    long Timestamp,
    int Width,
    int Height,
    string? Previous,
    string? Next);
