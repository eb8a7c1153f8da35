using MapDet.NuScenes.Json;
using MapDet.NuScenes.Maps.Layers;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>A field that holds the vertices of a lane divider with their markings.</summary>
internal sealed class DividerSegments
{
    private readonly ObjectListColumn<(RecordToken Node, string Type)> _column;

    public DividerSegments(MapFile file, string name)
    {
        TokenColumn node = file.Token("node_token");
        TextColumn type = new("segment_type");
        _column = new(name, new RecordSchema(null, node, type), () => (node.Value, type.Value));
    }

    public Column Column => _column;

    /// <summary>What was read last; the nodes may not be known yet.</summary>
    public DividerSegmentDraft Take()
    {
        (RecordToken Node, string Type)[] segments = _column.ToArray();
        return (geometry, owner) => [.. segments.Select((segment, i) =>
        {
            RecordReference toNode = new($"{_column.Name}[{i}].node_token", segment.Node);
            return new DividerSegment(geometry.Node(owner, toNode), segment.Type);
        })];
    }
}
