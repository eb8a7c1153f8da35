using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>A row of the table <c>sample</c>.</summary>
internal readonly record struct SampleRow(RecordToken Token, long Timestamp, RecordToken Scene, RecordToken Previous, RecordToken Next);
