namespace MapDet.CustomData.Sources;

/// <summary>A picture of a line of <c>frames.jsonl</c>.</summary>
/// <param name="File">The JPEG or PNG file, relative to the data's folder.</param>
/// <param name="Pose">Where the rig was when the picture was taken; null: where it was at the frame's own time.</param>
internal sealed record PictureEntry(string File, PoseEntry? Pose = null);
