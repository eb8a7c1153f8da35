namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>How the kerb turns from one arm of a junction to the next.</summary>
/// <param name="TangentLength">From the place where the kerb lines would meet to where the curve begins, metres.</param>
/// <param name="HasTurningLane">True if a lane of its own leads round the corner, behind an island.</param>
internal sealed record CornerPlan(double TangentLength, bool HasTurningLane);
