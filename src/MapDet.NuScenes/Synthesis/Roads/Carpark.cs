using System.Collections.Immutable;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>A place to park beside a road.</summary>
/// <param name="Corners">Four, counter-clockwise.</param>
/// <param name="Orientation">Direction in which cars stand, radians.</param>
/// <param name="Road">Position of the road in the town.</param>
internal sealed record Carpark(ImmutableArray<Vector2D> Corners, double Orientation, int Road);
