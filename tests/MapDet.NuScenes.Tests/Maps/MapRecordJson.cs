using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Maps.Lanes;
using MapDet.NuScenes.Maps.Layers;

namespace MapDet.NuScenes.Tests.Maps;

/// <summary>Writes records as they stand in a map file, so that a map that was read can be compared with its file field by field.</summary>
internal static class MapRecordJson
{
    public static JsonNode Write(MapRecord record) => Node(record switch
    {
        NodeRecord r => new { token = r.Token, x = r.Place.X, y = r.Place.Y },
        LineRecord r => new { token = r.Token, node_tokens = Tokens(r.Nodes) },
        PolygonRecord r => new
        {
            token = r.Token,
            exterior_node_tokens = Tokens(r.Exterior),
            holes = r.Holes.Select(hole => new { node_tokens = Tokens(hole) }),
        },
        DrivableAreaRecord r => new { token = r.Token, polygon_tokens = Tokens(r.Polygons) },
        RoadSegmentRecord r => new
        {
            token = r.Token,
            polygon_token = r.Polygon.Token,
            is_intersection = r.IsIntersection,
            drivable_area_token = Token(r.DrivableArea),
        },
        RoadBlockRecord r => new
        {
            token = r.Token,
            polygon_token = r.Polygon.Token,
            from_edge_line_token = Token(r.FromEdge),
            to_edge_line_token = Token(r.ToEdge),
            road_segment_token = Token(r.RoadSegment),
        },
        LaneRecord r => new
        {
            token = r.Token,
            polygon_token = r.Polygon.Token,
            lane_type = r.Type,
            from_edge_line_token = Token(r.FromEdge),
            to_edge_line_token = Token(r.ToEdge),
            left_lane_divider_segments = Segments(r.LeftDivider),
            right_lane_divider_segments = Segments(r.RightDivider),
        },
        LaneConnectorRecord r => new { token = r.Token, polygon_token = Token(r.Polygon) },
        PedCrossingRecord r => new { token = r.Token, polygon_token = r.Polygon.Token, road_segment_token = Token(r.RoadSegment) },
        WalkwayRecord r => new { token = r.Token, polygon_token = r.Polygon.Token },
        StopLineRecord r => new
        {
            token = r.Token,
            polygon_token = r.Polygon.Token,
            stop_line_type = r.Type,
            ped_crossing_tokens = Tokens(r.PedCrossings),
            traffic_light_tokens = Tokens(r.TrafficLights),
            road_block_token = Token(r.RoadBlock),
        },
        CarparkAreaRecord r => new
        {
            token = r.Token,
            polygon_token = r.Polygon.Token,
            orientation = r.Orientation,
            road_block_token = Token(r.RoadBlock),
        },
        RoadDividerRecord r => new { token = r.Token, line_token = r.Line.Token, road_segment_token = Token(r.RoadSegment) },
        LaneDividerRecord r => new { token = r.Token, line_token = r.Line.Token, lane_divider_segments = Segments(r.Segments) },
        TrafficLightRecord r => new
        {
            token = r.Token,
            line_token = r.Line.Token,
            traffic_light_type = r.Type,
            from_road_block_token = Token(r.FromRoadBlock),
            items = r.Items.Select(item => new
            {
                color = item.Color,
                shape = item.Shape,
                rel_pos = Write(item.Position),
                to_road_block_tokens = Tokens(item.ToRoadBlocks),
            }),
            pose = Write(r.Pose),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(record), record.GetType().Name),
    });

    public static JsonNode Write(LaneConnectivity entry) => Node(new { incoming = entry.Incoming, outgoing = entry.Outgoing });

    public static JsonNode Write(ImmutableArray<ArcLinePath> paths) => Node(paths.Select(path => new
    {
        start_pose = Write(path.Start),
        end_pose = Write(path.End),
        shape = path.Shape.ToString(),
        radius = path.Radius,
        segment_length = path.SegmentLengths,
    }));

    /// <summary>A part of a map file without what means nothing: null is no token, and holes without nodes are none.</summary>
    public static JsonNode Normalise(JsonNode part)
    {
        foreach (JsonObject record in part.AsArray().OfType<JsonObject>())
        {
            foreach (string empty in record.Where(field => field.Value is null).Select(field => field.Key).ToArray())
            {
                record[empty] = "";
            }

            foreach (JsonNode hole in (record["holes"] as JsonArray ?? []).Where(hole => hole!["node_tokens"]!.AsArray().Count == 0).ToArray()!)
            {
                record["holes"]!.AsArray().Remove(hole);
            }
        }

        return part;
    }

    private static string Token(MapRecord? record) => record?.Token ?? "";

    private static IEnumerable<string> Tokens(IEnumerable<MapRecord> records) => records.Select(record => record.Token);

    private static IEnumerable<object> Segments(ImmutableArray<DividerSegment> segments) =>
        segments.Select(segment => new { node_token = segment.Node.Token, segment_type = segment.Type });

    private static double[] Write(PathPose pose) => [pose.Place.X, pose.Place.Y, pose.Yaw];

    private static object Write(Placement placement)
    {
        (Point3 t, Point3 r) = placement;
        return new { tx = t.X, ty = t.Y, tz = t.Z, rx = r.X, ry = r.Y, rz = r.Z };
    }

    private static JsonNode Node(object value) => JsonSerializer.SerializeToNode(value)!;
}
