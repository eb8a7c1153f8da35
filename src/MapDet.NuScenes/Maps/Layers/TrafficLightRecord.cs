using System.Collections.Immutable;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>A traffic light (layer <c>traffic_light</c>).</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Line">Where it is, on the ground.</param>
/// <param name="Type">How its bulbs are arranged as the map names it: <c>VERTICAL</c> or <c>HORIZONTAL</c>.</param>
/// <param name="FromRoadBlock">The road block whose traffic it guides, if the map says.</param>
/// <param name="Items">Its bulbs.</param>
/// <param name="Pose">Where it is in the world.</param>
public sealed record TrafficLightRecord(
    string Token,
    LineRecord Line,
    string Type,
    RoadBlockRecord? FromRoadBlock,
    ImmutableArray<TrafficLightItem> Items,
    Placement Pose) : LinearRecord(Token, Line);
