using System.Collections.Immutable;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>Where three or four roads meet.</summary>
/// <param name="Arms">The roads, counter-clockwise.</param>
/// <param name="Outline">The ring of its area, not closed.</param>
/// <param name="Corners">The kerb from each arm's left to the right of the next one, both ends included.</param>
/// <param name="Islands">For each corner the ring of a raised island beside a turning lane; empty if there is none.</param>
/// <param name="HasSignals">True if traffic lights stand there.</param>
internal sealed record Junction(
    ImmutableArray<JunctionArm> Arms,
    ImmutableArray<Vector2D> Outline,
    ImmutableArray<ImmutableArray<Vector2D>> Corners,
    ImmutableArray<ImmutableArray<Vector2D>> Islands,
    bool HasSignals);
