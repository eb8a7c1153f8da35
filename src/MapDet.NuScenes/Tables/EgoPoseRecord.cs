namespace MapDet.NuScenes.Tables;

/// <summary>Where the vehicle was at a time (table <c>ego_pose</c>).</summary>
/// <param name="Token">Its unique name.</param>
/// <param name="Timestamp">Microseconds.</param>
/// <param name="EgoToWorld">From the ego frame (x ahead, y left, z up) to the frame of the location's map.</param>
public sealed record EgoPoseRecord(string Token, long Timestamp, Pose EgoToWorld);
