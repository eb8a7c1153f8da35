using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>What a field refers to.</summary>
internal readonly record struct RecordReference(string Field, RecordToken Target)
{
    public RecordReference(TokenColumn column)
        : this(column.Name, column.Value)
    {
    }
}
