using MapDet.NuScenes.Json;
using MapDet.NuScenes.Maps.Layers;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>The layers of roads and their dividers.</summary>
internal sealed class RoadLayers(MapFile file, GeometryLayers geometry, MapRelations relations)
{
    public LayerDraft<DrivableAreaRecord> DrivableAreas { get; } = new(file, "drivable_area");

    public LayerDraft<RoadSegmentRecord> RoadSegments { get; } = new(file, "road_segment");

    public LayerDraft<RoadBlockRecord> RoadBlocks { get; } = new(file, "road_block");

    public LayerDraft<RoadDividerRecord> RoadDividers { get; } = new(file, "road_divider");

    public LayerDraft<LaneDividerRecord> LaneDividers { get; } = new(file, "lane_divider");

    /// <summary>Reads the layer if it is one of these.</summary>
    public bool TryRead(JsonRecordFile json, string layer)
    {
        Action<JsonRecordFile>? read = layer switch
        {
            "drivable_area" => ReadDrivableAreas,
            "road_segment" => ReadRoadSegments,
            "road_block" => ReadRoadBlocks,
            "road_divider" => ReadRoadDividers,
            "lane_divider" => ReadLaneDividers,
            _ => null,
        };
        read?.Invoke(json);
        return read is not null;
    }

    private void ReadDrivableAreas(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        TokensColumn polygons = new("polygon_tokens", file.Texts);
        json.ReadRecords(new RecordSchema(token, polygons), DrivableAreas.Name, () =>
        {
            RecordToken[] ofPolygons = polygons.ToArray();
            DrivableAreas.Add(token.Value, owner => new DrivableAreaRecord(
                owner.Token, [.. ofPolygons.Select(polygon => geometry.Polygon(owner, new RecordReference(polygons.Name, polygon)))]));
        });
    }

    private void ReadRoadSegments(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        TokenColumn polygon = file.Token("polygon_token");
        BooleanColumn isIntersection = new("is_intersection");
        TokenColumn area = file.Token("drivable_area_token", optional: true);
        json.ReadRecords(new RecordSchema(token, polygon, isIntersection, area), RoadSegments.Name, () =>
        {
            (RecordReference toPolygon, RecordReference toArea) = (new(polygon), new(area));
            bool isAtIntersection = isIntersection.Value;
            RoadSegments.Add(token.Value, owner => new RoadSegmentRecord(
                owner.Token, geometry.Polygon(owner, toPolygon), isAtIntersection, relations.Find(DrivableAreas, owner, toArea)));
        });
    }

    private void ReadRoadBlocks(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        TokenColumn polygon = file.Token("polygon_token");
        TokenColumn fromEdge = file.Token("from_edge_line_token", optional: true);
        TokenColumn toEdge = file.Token("to_edge_line_token", optional: true);
        TokenColumn segment = file.Token("road_segment_token", optional: true);
        json.ReadRecords(new RecordSchema(token, polygon, fromEdge, toEdge, segment), RoadBlocks.Name, () =>
        {
            (RecordReference toPolygon, RecordReference toSegment) = (new(polygon), new(segment));
            (RecordReference from, RecordReference to) = (new(fromEdge), new(toEdge));
            RoadBlocks.Add(token.Value, owner => new RoadBlockRecord(
                owner.Token,
                geometry.Polygon(owner, toPolygon),
                geometry.FindLine(owner, from),
                geometry.FindLine(owner, to),
                relations.Find(RoadSegments, owner, toSegment)));
        });
    }

    private void ReadRoadDividers(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        TokenColumn line = file.Token("line_token");
        TokenColumn segment = file.Token("road_segment_token", optional: true);
        json.ReadRecords(new RecordSchema(token, line, segment), RoadDividers.Name, () =>
        {
            (RecordReference toLine, RecordReference toSegment) = (new(line), new(segment));
            RoadDividers.Add(token.Value, owner => new RoadDividerRecord(
                owner.Token, geometry.Line(owner, toLine), relations.Find(RoadSegments, owner, toSegment)));
        });
    }

    private void ReadLaneDividers(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        TokenColumn line = file.Token("line_token");
        DividerSegments segments = new(file, "lane_divider_segments");
        json.ReadRecords(new RecordSchema(token, line, segments.Column), LaneDividers.Name, () =>
        {
            RecordReference toLine = new(line);
            DividerSegmentDraft toSegments = segments.Take();
            LaneDividers.Add(token.Value, owner => new LaneDividerRecord(owner.Token, geometry.Line(owner, toLine), toSegments(geometry, owner)));
        });
    }
}
