using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>A kept row of the table <c>sample_data</c>.</summary>
internal readonly record struct KeyFrameRow(
    RecordToken Token,
    RecordToken EgoPose,
    int Sensor,
    long Timestamp,
    int Width,
    int Height,
    TextSlice FileName);
