namespace MapDet.NuScenes.Tables;

/// <summary>A kind of sensor (table <c>sensor</c>).</summary>
/// <param name="Token">Its unique name.</param>
/// <param name="Channel">The sensor's name, such as <c>CAM_FRONT</c>.</param>
/// <param name="Modality">camera, lidar or radar.</param>
public sealed record SensorRecord(string Token, string Channel, string Modality);
