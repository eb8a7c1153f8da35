using System.Collections.Immutable;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>A lane of a road section, or the way from one lane to another across a junction.</summary>
/// <param name="Index">Its position in the lane network.</param>
/// <param name="Centre">Its middle, in the direction of travel.</param>
/// <param name="Left">Its left edge, in the direction of travel.</param>
/// <param name="Right">Its right edge, in the direction of travel.</param>
/// <param name="Place">Where it lies on a road; null for a way across a junction.</param>
internal sealed record LanePath(
    int Index,
    ImmutableArray<Vector2D> Centre,
    ImmutableArray<Vector2D> Left,
    ImmutableArray<Vector2D> Right,
    LanePlace? Place)
{
    public bool IsConnector => Place is null;

    public double Length { get; } = Curve.Length(Centre);

    /// <summary>The ring of its area, not closed.</summary>
    public ImmutableArray<Vector2D> Outline => [.. Left, .. Right.Reverse()];
}
