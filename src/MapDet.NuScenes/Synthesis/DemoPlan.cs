using System.Collections.Immutable;
using System.Text.Json;

namespace MapDet.NuScenes.Synthesis;

/// <summary>The scenes of the demonstration by their use.</summary>
/// <param name="Train">Scenes to train on.</param>
/// <param name="Choose">Scenes that choose the best model.</param>
/// <param name="Report">Scenes whose result is reported.</param>
public sealed record DemoPlan(
    ImmutableArray<SyntheticScene> Train,
    ImmutableArray<SyntheticScene> Choose,
    ImmutableArray<SyntheticScene> Report)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>All scenes: train, choose, report.</summary>
    public ImmutableArray<SyntheticScene> Scenes => [.. Train, .. Choose, .. Report];

    /// <summary>The content of a split file: JSON that maps <c>train</c>, <c>choose</c> and <c>report</c> to scene names.</summary>
    public string ToSplitFile() => JsonSerializer.Serialize(
        new Dictionary<string, IEnumerable<string>>
        {
            ["train"] = Train.Select(scene => scene.Name),
            ["choose"] = Choose.Select(scene => scene.Name),
            ["report"] = Report.Select(scene => scene.Name),
        },
        Indented);
}
