using System.Collections.Immutable;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>A painted line between lanes.</summary>
/// <param name="Points">Its middle.</param>
/// <param name="Style">How it is painted.</param>
/// <param name="SeparatesDirections">True between oncoming directions (a road divider), false between lanes (a lane divider).</param>
/// <param name="Edge">The lane edge that it lies on, as a distance to the left of the road's axis.</param>
internal sealed record Divider(ImmutableArray<Vector2D> Points, PaintStyle Style, bool SeparatesDirections, double Edge);
