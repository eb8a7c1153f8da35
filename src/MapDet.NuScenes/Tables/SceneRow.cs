using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>A row of the table <c>scene</c>.</summary>
internal readonly record struct SceneRow(
    RecordToken Token,
    string Name,
    string Description,
    RecordToken Log,
    RecordToken FirstSample,
    RecordToken LastSample,
    long SampleCount);
