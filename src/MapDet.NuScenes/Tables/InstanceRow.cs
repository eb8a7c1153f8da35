using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>A row of the table <c>instance</c>.</summary>
internal readonly record struct InstanceRow(int Category, int AnnotationCount, RecordToken FirstAnnotation, RecordToken LastAnnotation);
