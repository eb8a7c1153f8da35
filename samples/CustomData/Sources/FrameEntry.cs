namespace MapDet.CustomData.Sources;

/// <summary>A line of <c>frames.jsonl</c>: one moment of a drive.</summary>
/// <param name="Sample">Its unique name.</param>
/// <param name="Scene">The drive; splits list drives.</param>
/// <param name="Location">The map that it lies in.</param>
/// <param name="Rig">Whose calibration of <c>cameras.json</c> it has.</param>
/// <param name="Timestamp">Microseconds.</param>
/// <param name="Pose">From the rig (x right, y ahead, z up) to the map's frame.</param>
/// <param name="Ground">Height of the ground below the rig in the map's frame, metres.</param>
/// <param name="Pictures">By camera.</param>
internal sealed record FrameEntry(
    string Sample,
    string Scene,
    string Location,
    string Rig,
    long Timestamp,
    PoseEntry Pose,
    double Ground,
    IReadOnlyDictionary<string, PictureEntry> Pictures);
