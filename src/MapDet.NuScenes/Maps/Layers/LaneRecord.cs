using System.Collections.Immutable;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>A lane outside of intersections (layer <c>lane</c>). Its neighbours and centre line are in <see cref="Lanes.LaneNetwork"/>.</summary>
/// <param name="Token">Its unique name within the layer, and its key in the lane network.</param>
/// <param name="Polygon">What it covers.</param>
/// <param name="Type">Who drives there as the map names it, such as <c>CAR</c>.</param>
/// <param name="FromEdge">The edge where traffic enters, if the map says.</param>
/// <param name="ToEdge">The edge where traffic leaves, if the map says.</param>
/// <param name="LeftDivider">The divider on the left of traffic; may be empty.</param>
/// <param name="RightDivider">The divider on the right of traffic; may be empty.</param>
public sealed record LaneRecord(
    string Token,
    PolygonRecord Polygon,
    string Type,
    LineRecord? FromEdge,
    LineRecord? ToEdge,
    ImmutableArray<DividerSegment> LeftDivider,
    ImmutableArray<DividerSegment> RightDivider) : AreaRecord(Token, Polygon);
