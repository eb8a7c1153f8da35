using System.Collections.Immutable;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>A pedestrian crossing.</summary>
/// <param name="Outline">Four corners: two at the left kerb, then two at the right kerb.</param>
/// <param name="Middle">Arc length of its middle on the road's axis.</param>
/// <param name="Width">Along the road, metres.</param>
/// <param name="IsStriped">True for a zebra with outline, false for two lines across the road.</param>
internal sealed record Crossing(ImmutableArray<Vector2D> Outline, double Middle, double Width, bool IsStriped);
