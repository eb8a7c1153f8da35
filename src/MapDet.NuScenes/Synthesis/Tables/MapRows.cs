using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MapDet.NuScenes.Synthesis.Tables;

// The records of map expansion v1.3; property names become those of the format by the naming policy of the writer.

internal sealed record NodeRow(string Token, double X, double Y);

internal sealed record LineRow(string Token, IReadOnlyList<string> NodeTokens);

internal sealed record HoleRow(IReadOnlyList<string> NodeTokens);

internal sealed record PolygonRow(string Token, IReadOnlyList<string> ExteriorNodeTokens, IReadOnlyList<HoleRow> Holes);

internal sealed record DrivableAreaRow(string Token, IReadOnlyList<string> PolygonTokens);

internal sealed record RoadSegmentRow(string Token, string PolygonToken, bool IsIntersection, string DrivableAreaToken);

internal sealed record RoadBlockRow(string Token, string PolygonToken, string FromEdgeLineToken, string ToEdgeLineToken, string RoadSegmentToken);

internal sealed record DividerSegmentRow(string NodeToken, string SegmentType);

internal sealed record LaneRow(
    string Token,
    string PolygonToken,
    string LaneType,
    string FromEdgeLineToken,
    string ToEdgeLineToken,
    IReadOnlyList<DividerSegmentRow> LeftLaneDividerSegments,
    IReadOnlyList<DividerSegmentRow> RightLaneDividerSegments);

internal sealed record LaneConnectorRow(string Token, string PolygonToken);

internal sealed record PedCrossingRow(string Token, string PolygonToken, string RoadSegmentToken);

internal sealed record WalkwayRow(string Token, string PolygonToken);

internal sealed record StopLineRow(
    string Token,
    string PolygonToken,
    string StopLineType,
    IReadOnlyList<string> PedCrossingTokens,
    IReadOnlyList<string> TrafficLightTokens,
    string RoadBlockToken);

internal sealed record CarparkAreaRow(string Token, string PolygonToken, double Orientation, string RoadBlockToken);

internal sealed record RoadDividerRow(string Token, string LineToken, string RoadSegmentToken);

internal sealed record LaneDividerRow(string Token, string LineToken, IReadOnlyList<DividerSegmentRow> LaneDividerSegments);

internal sealed record PlacementRow(double Tx, double Ty, double Tz, double Rx, double Ry, double Rz);

internal sealed record LampRow(string Color, string Shape, PlacementRow RelPos, ImmutableArray<string> ToRoadBlockTokens);

internal sealed record TrafficLightRow(
    string Token,
    string LineToken,
    string TrafficLightType,
    string FromRoadBlockToken,
    ImmutableArray<LampRow> Items,
    PlacementRow Pose);

internal sealed record ConnectivityRow(IReadOnlyList<string> Incoming, IReadOnlyList<string> Outgoing);

internal sealed record ArclineRow(double[] StartPose, double[] EndPose, string Shape, double Radius, double[] SegmentLength);

/// <summary>A map expansion file.</summary>
internal sealed record MapExpansionFile
{
    public string Version { get; } = "1.3";

    public List<PolygonRow> Polygon { get; } = [];

    public List<LineRow> Line { get; } = [];

    public List<NodeRow> Node { get; } = [];

    public List<DrivableAreaRow> DrivableArea { get; } = [];

    public List<RoadSegmentRow> RoadSegment { get; } = [];

    public List<RoadBlockRow> RoadBlock { get; } = [];

    public List<LaneRow> Lane { get; } = [];

    public List<PedCrossingRow> PedCrossing { get; } = [];

    public List<WalkwayRow> Walkway { get; } = [];

    public List<StopLineRow> StopLine { get; } = [];

    public List<CarparkAreaRow> CarparkArea { get; } = [];

    public List<RoadDividerRow> RoadDivider { get; } = [];

    public List<LaneDividerRow> LaneDivider { get; } = [];

    public List<TrafficLightRow> TrafficLight { get; } = [];

    public required double[] CanvasEdge { get; init; }

    public Dictionary<string, ConnectivityRow> Connectivity { get; } = [];

    [JsonPropertyName("arcline_path_3")]
    public Dictionary<string, List<ArclineRow>> ArclinePaths { get; } = [];

    public List<LaneConnectorRow> LaneConnector { get; } = [];
}
