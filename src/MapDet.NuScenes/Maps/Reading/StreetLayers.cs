using MapDet.NuScenes.Json;
using MapDet.NuScenes.Maps.Layers;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>The layers of what lies on roads and beside them.</summary>
internal sealed class StreetLayers(MapFile file, GeometryLayers geometry, MapRelations relations, RoadLayers roads)
{
    public LayerDraft<PedCrossingRecord> PedCrossings { get; } = new(file, "ped_crossing");

    public LayerDraft<WalkwayRecord> Walkways { get; } = new(file, "walkway");

    public LayerDraft<StopLineRecord> StopLines { get; } = new(file, "stop_line");

    public LayerDraft<CarparkAreaRecord> CarparkAreas { get; } = new(file, "carpark_area");

    public LayerDraft<TrafficLightRecord> TrafficLights { get; } = new(file, "traffic_light");

    /// <summary>Reads the layer if it is one of these.</summary>
    public bool TryRead(JsonRecordFile json, string layer)
    {
        Action<JsonRecordFile>? read = layer switch
        {
            "ped_crossing" => ReadPedCrossings,
            "walkway" => ReadWalkways,
            "stop_line" => ReadStopLines,
            "carpark_area" => ReadCarparkAreas,
            "traffic_light" => ReadTrafficLights,
            _ => null,
        };
        read?.Invoke(json);
        return read is not null;
    }

    private void ReadPedCrossings(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        TokenColumn polygon = file.Token("polygon_token");
        TokenColumn segment = file.Token("road_segment_token", optional: true);
        json.ReadRecords(new RecordSchema(token, polygon, segment), PedCrossings.Name, () =>
        {
            (RecordReference toPolygon, RecordReference toSegment) = (new(polygon), new(segment));
            PedCrossings.Add(token.Value, owner => new PedCrossingRecord(
                owner.Token, geometry.Polygon(owner, toPolygon), relations.Find(roads.RoadSegments, owner, toSegment)));
        });
    }

    private void ReadWalkways(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        TokenColumn polygon = file.Token("polygon_token");
        json.ReadRecords(new RecordSchema(token, polygon), Walkways.Name, () =>
        {
            RecordReference toPolygon = new(polygon);
            Walkways.Add(token.Value, owner => new WalkwayRecord(owner.Token, geometry.Polygon(owner, toPolygon)));
        });
    }

    private void ReadStopLines(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        TokenColumn polygon = file.Token("polygon_token");
        TextColumn type = new("stop_line_type");
        TokensColumn crossings = new("ped_crossing_tokens", file.Texts, optional: true);
        TokensColumn lights = new("traffic_light_tokens", file.Texts, optional: true);
        TokenColumn block = file.Token("road_block_token", optional: true);
        json.ReadRecords(new RecordSchema(token, polygon, type, crossings, lights, block), StopLines.Name, () =>
        {
            (RecordReference toPolygon, RecordReference toBlock) = (new(polygon), new(block));
            (RecordToken[] toCrossings, RecordToken[] toLights) = (crossings.ToArray(), lights.ToArray());
            string ofType = type.Value;
            StopLines.Add(token.Value, owner => new StopLineRecord(
                owner.Token,
                geometry.Polygon(owner, toPolygon),
                ofType,
                relations.FindAll(PedCrossings, owner, crossings.Name, toCrossings),
                relations.FindAll(TrafficLights, owner, lights.Name, toLights),
                relations.Find(roads.RoadBlocks, owner, toBlock)));
        });
    }

    private void ReadCarparkAreas(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        TokenColumn polygon = file.Token("polygon_token");
        NumberColumn orientation = new("orientation");
        TokenColumn block = file.Token("road_block_token", optional: true);
        json.ReadRecords(new RecordSchema(token, polygon, orientation, block), CarparkAreas.Name, () =>
        {
            (RecordReference toPolygon, RecordReference toBlock) = (new(polygon), new(block));
            double direction = orientation.Value;
            CarparkAreas.Add(token.Value, owner => new CarparkAreaRecord(
                owner.Token, geometry.Polygon(owner, toPolygon), direction, relations.Find(roads.RoadBlocks, owner, toBlock)));
        });
    }

    private void ReadTrafficLights(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        TokenColumn line = file.Token("line_token");
        TextColumn type = new("traffic_light_type");
        TokenColumn block = file.Token("from_road_block_token", optional: true);
        TrafficLightItems items = new(file, "items");
        PlacementColumns pose = new("pose");
        json.ReadRecords(new RecordSchema(token, line, type, block, items.Column, pose.Column), TrafficLights.Name, () =>
        {
            (RecordReference toLine, RecordReference fromBlock) = (new(line), new(block));
            (string ofType, Placement at) = (type.Value, pose.Value);
            TrafficLightItemDraft toItems = items.Take();
            TrafficLights.Add(token.Value, owner => new TrafficLightRecord(
                owner.Token,
                geometry.Line(owner, toLine),
                ofType,
                relations.Find(roads.RoadBlocks, owner, fromBlock),
                toItems(relations, roads.RoadBlocks, owner),
                at));
        });
    }
}
