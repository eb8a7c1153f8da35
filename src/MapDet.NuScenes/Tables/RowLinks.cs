using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>The fields <c>prev</c> and <c>next</c> of a row.</summary>
internal readonly record struct RowLinks(RecordToken Previous, RecordToken Next);
