namespace MapDet.NuScenes.Maps.Layers;

/// <summary>A vertex of a lane divider with the marking that begins there.</summary>
/// <param name="Node">The vertex.</param>
/// <param name="Type">The marking as the map names it, such as <c>SINGLE_SOLID_WHITE</c>, <c>DOUBLE_DASHED_WHITE</c> or <c>NIL</c>.</param>
public sealed record DividerSegment(NodeRecord Node, string Type);
