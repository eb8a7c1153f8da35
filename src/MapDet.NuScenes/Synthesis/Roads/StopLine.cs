using System.Collections.Immutable;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>Where traffic waits.</summary>
/// <param name="Outline">Four corners of the painted bar.</param>
/// <param name="Carriageway">Position of the carriageway that ends there.</param>
/// <param name="AtSectionEnd">True at the end of its road section, false at its start.</param>
internal sealed record StopLine(ImmutableArray<Vector2D> Outline, int Carriageway, bool AtSectionEnd);
