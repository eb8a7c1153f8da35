using System.Collections.Immutable;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>A bulb of a traffic light.</summary>
/// <param name="Color">Its colour as the map names it, such as <c>RED</c>.</param>
/// <param name="Shape">Its shape as the map names it, such as <c>CIRCLE</c>.</param>
/// <param name="Position">Where it is, relative to the traffic light.</param>
/// <param name="ToRoadBlocks">The road blocks that it guides traffic to.</param>
public sealed record TrafficLightItem(string Color, string Shape, Placement Position, ImmutableArray<RoadBlockRecord> ToRoadBlocks);
