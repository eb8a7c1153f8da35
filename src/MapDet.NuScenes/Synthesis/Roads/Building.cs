using System.Collections.Immutable;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>A house: a box on the ground.</summary>
/// <param name="Corners">Four, counter-clockwise.</param>
/// <param name="Height">Metres.</param>
/// <param name="Tint">From 0 to 1, which of the town's colours it has.</param>
internal sealed record Building(ImmutableArray<Vector2D> Corners, double Height, double Tint);
