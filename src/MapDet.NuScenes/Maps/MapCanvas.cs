namespace MapDet.NuScenes.Maps;

/// <summary>The size of a map, whose origin is its south-western corner (field <c>canvas_edge</c>).</summary>
/// <param name="Width">Along x, metres.</param>
/// <param name="Height">Along y, metres.</param>
public readonly record struct MapCanvas(double Width, double Height);
