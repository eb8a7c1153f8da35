using System.Collections.Immutable;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>A road as seen from a junction.</summary>
/// <param name="Road">Its position among the roads of the town.</param>
/// <param name="AtStart">True if the road starts here, false if it ends here.</param>
/// <param name="Outward">The unit direction that leads away from the junction.</param>
/// <param name="CrossSection">The lane edges at the junction from right to left, looking away from it.</param>
internal sealed record JunctionArm(int Road, bool AtStart, Vector2D Outward, ImmutableArray<Vector2D> CrossSection)
{
    public Vector2D RightKerb => CrossSection[0];

    public Vector2D LeftKerb => CrossSection[^1];
}
