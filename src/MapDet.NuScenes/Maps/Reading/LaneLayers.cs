using System.Collections.Immutable;
using MapDet.NuScenes.Json;
using MapDet.NuScenes.Maps.Lanes;
using MapDet.NuScenes.Maps.Layers;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>Lanes, lane connectors, and the dictionaries about them.</summary>
internal sealed class LaneLayers(MapFile file, GeometryLayers geometry, MapRelations relations)
{
    private const string ConnectivityName = "connectivity";
    private const string PathsName = "arcline_path_3";
    private const string IncomingName = "incoming";
    private const string OutgoingName = "outgoing";

    private readonly OrderedDictionary<RecordToken, (RecordToken[] Incoming, RecordToken[] Outgoing)> _connectivity = [];
    private readonly OrderedDictionary<RecordToken, ImmutableArray<ArcLinePath>> _paths = [];

    public LayerDraft<LaneRecord> Lanes { get; } = new(file, "lane");

    public LayerDraft<LaneConnectorRecord> LaneConnectors { get; } = new(file, "lane_connector");

    /// <summary>Reads the layer or dictionary if it is one of these.</summary>
    public bool TryRead(JsonRecordFile json, string layer)
    {
        Action<JsonRecordFile>? read = layer switch
        {
            "lane" => ReadLanes,
            "lane_connector" => ReadLaneConnectors,
            ConnectivityName => ReadConnectivity,
            PathsName => ReadPaths,
            _ => null,
        };
        read?.Invoke(json);
        return read is not null;
    }

    public LaneNetwork Network(IMapLayer<LaneRecord> lanes, IMapLayer<LaneConnectorRecord> connectors)
    {
        OrderedDictionary<string, LaneConnectivity> connectivity = new(_connectivity.Count, StringComparer.Ordinal);
        foreach ((RecordToken token, (RecordToken[] incoming, RecordToken[] outgoing)) in _connectivity)
        {
            RecordOwner owner = new(ConnectivityName, file.Texts.Text(token));
            connectivity.Add(owner.Token, new LaneConnectivity(Texts(owner, IncomingName, incoming), Texts(owner, OutgoingName, outgoing)));
        }

        OrderedDictionary<string, ImmutableArray<ArcLinePath>> paths = new(_paths.Count, StringComparer.Ordinal);
        foreach ((RecordToken token, ImmutableArray<ArcLinePath> ofLane) in _paths)
        {
            paths.Add(file.Texts.Text(token), ofLane);
        }

        return new LaneNetwork(lanes, connectors, connectivity, paths);
    }

    private void ReadLanes(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        TokenColumn polygon = file.Token("polygon_token");
        TextColumn type = new("lane_type");
        TokenColumn fromEdge = file.Token("from_edge_line_token", optional: true);
        TokenColumn toEdge = file.Token("to_edge_line_token", optional: true);
        DividerSegments left = new(file, "left_lane_divider_segments");
        DividerSegments right = new(file, "right_lane_divider_segments");
        json.ReadRecords(new RecordSchema(token, polygon, type, fromEdge, toEdge, left.Column, right.Column), Lanes.Name, () =>
        {
            (RecordReference toPolygon, RecordReference from, RecordReference to) = (new(polygon), new(fromEdge), new(toEdge));
            (DividerSegmentDraft onLeft, DividerSegmentDraft onRight) = (left.Take(), right.Take());
            string ofType = type.Value;
            Lanes.Add(token.Value, owner => new LaneRecord(
                owner.Token,
                geometry.Polygon(owner, toPolygon),
                ofType,
                geometry.FindLine(owner, from),
                geometry.FindLine(owner, to),
                onLeft(geometry, owner),
                onRight(geometry, owner)));
        });
    }

    private void ReadLaneConnectors(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        TokenColumn polygon = file.Token("polygon_token", optional: true);
        json.ReadRecords(new RecordSchema(token, polygon), LaneConnectors.Name, () =>
        {
            RecordReference toPolygon = new(polygon);
            LaneConnectors.Add(token.Value, owner => new LaneConnectorRecord(
                owner.Token, toPolygon.Target.IsNone ? null : geometry.Polygon(owner, toPolygon)));
        });
    }

    private void ReadConnectivity(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        TokensColumn incoming = new(IncomingName, file.Texts);
        TokensColumn outgoing = new(OutgoingName, file.Texts);
        json.ReadEntries(token, new ObjectColumn(ConnectivityName, new RecordSchema(null, incoming, outgoing)), () =>
            AddOnce(_connectivity, ConnectivityName, token, (incoming.ToArray(), outgoing.ToArray())));
    }

    private void ReadPaths(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        ArcLinePathColumns path = new();
        ObjectListColumn<ArcLinePath> paths = new(PathsName, path.Schema, path.Make);
        json.ReadEntries(token, paths, () => AddOnce(_paths, PathsName, token, [.. paths.ToArray()]));
    }

    private void AddOnce<T>(OrderedDictionary<RecordToken, T> entries, string layer, TokenColumn token, T entry)
    {
        if (!entries.TryAdd(token.Value, entry))
        {
            throw file.Duplicate(layer, token.Value);
        }
    }

    private ImmutableArray<string> Texts(RecordOwner owner, string field, RecordToken[] neighbours)
    {
        foreach (RecordToken neighbour in neighbours)
        {
            if (Lanes.Find(neighbour) is null && LaneConnectors.Find(neighbour) is null)
            {
                relations.ReportUnlessNone(owner, new RecordReference(field, neighbour));
            }
        }

        return [.. neighbours.Select(file.Texts.Text)];
    }
}
