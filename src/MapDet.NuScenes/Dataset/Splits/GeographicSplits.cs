using System.Collections.Immutable;
using System.Text.Json;

namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>Splits of which no two have samples near each other.</summary>
/// <param name="Splits">The splits in the order of their options; none is empty.</param>
/// <param name="LeftOut">The scenes that are in no split because they lie near the scenes of more than one.</param>
/// <param name="Separation">Samples of different splits are at least this far from each other, metres.</param>
public sealed record GeographicSplits(ImmutableArray<SceneSet> Splits, SceneSet LeftOut, double Separation)
{
    /// <summary>The name that the scenes of no split have in the file.</summary>
    public const string LeftOutName = "left_out";

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>The content of a split file, see <see cref="SplitCatalog.Load"/>: JSON of split names with scene names, <see cref="LeftOutName"/> last.</summary>
    public string ToSplitFile() => JsonSerializer.Serialize(
        Splits.Append(LeftOut).ToDictionary(set => set.Name, set => set.Scenes), s_indented);
}
