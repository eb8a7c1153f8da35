namespace MapDet.NuScenes.Tables;

/// <summary>How many records the tables hold, sweeps included.</summary>
/// <param name="Scenes">Records of <c>scene</c>.</param>
/// <param name="Logs">Records of <c>log</c>.</param>
/// <param name="Samples">Records of <c>sample</c>.</param>
/// <param name="SampleData">Records of <c>sample_data</c>.</param>
/// <param name="EgoPoses">Records of <c>ego_pose</c>.</param>
/// <param name="CalibratedSensors">Records of <c>calibrated_sensor</c>.</param>
/// <param name="Sensors">Records of <c>sensor</c>.</param>
/// <param name="Maps">Records of <c>map</c>.</param>
public sealed record TableCounts(
    int Scenes,
    int Logs,
    int Samples,
    int SampleData,
    int EgoPoses,
    int CalibratedSensors,
    int Sensors,
    int Maps);
