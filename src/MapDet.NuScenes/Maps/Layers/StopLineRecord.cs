using System.Collections.Immutable;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>An area where vehicles must stop (layer <c>stop_line</c>); in spite of its name it is an area.</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Polygon">What it covers.</param>
/// <param name="Type">Why to stop as the map names it: <c>PED_CROSSING</c>, <c>TURN_STOP</c>, <c>TRAFFIC_LIGHT</c>, <c>STOP_SIGN</c> or <c>YIELD</c>.</param>
/// <param name="PedCrossings">The crossings to stop for: types PED_CROSSING and TURN_STOP.</param>
/// <param name="TrafficLights">The lights to stop for: type TRAFFIC_LIGHT.</param>
/// <param name="RoadBlock">The road block that it lies on, if the map says.</param>
public sealed record StopLineRecord(
    string Token,
    PolygonRecord Polygon,
    string Type,
    ImmutableArray<PedCrossingRecord> PedCrossings,
    ImmutableArray<TrafficLightRecord> TrafficLights,
    RoadBlockRecord? RoadBlock) : AreaRecord(Token, Polygon);
