using MapDet.NuScenes.Json;
using MapDet.NuScenes.Maps.Layers;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>The field of a traffic light that holds its bulbs.</summary>
internal sealed class TrafficLightItems
{
    private readonly ObjectListColumn<(string Color, string Shape, Placement Position, RecordToken[] ToRoadBlocks)> _column;

    public TrafficLightItems(MapFile file, string name)
    {
        TextColumn color = new("color");
        TextColumn shape = new("shape");
        PlacementColumns position = new("rel_pos");
        TokensColumn roadBlocks = new("to_road_block_tokens", file.Texts, optional: true);
        _column = new(
            name,
            new RecordSchema(null, color, shape, position.Column, roadBlocks),
            () => (color.Value, shape.Value, position.Value, roadBlocks.ToArray()));
    }

    public Column Column => _column;

    /// <summary>What was read last; the road blocks may not be known yet.</summary>
    public TrafficLightItemDraft Take()
    {
        (string Color, string Shape, Placement Position, RecordToken[] ToRoadBlocks)[] items = _column.ToArray();
        return (relations, roadBlocks, owner) => [.. items.Select((item, i) =>
        {
            string field = $"{_column.Name}[{i}].to_road_block_tokens";
            return new TrafficLightItem(item.Color, item.Shape, item.Position, relations.FindAll(roadBlocks, owner, field, item.ToRoadBlocks));
        })];
    }
}
