using System.Collections.Immutable;
using MapDet.Core;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Synthesis;

/// <summary>What a synthetic data set without sensor files is to hold. Equal options give equal files, byte for byte.</summary>
public sealed record SyntheticTablesOptions
{
    // Longer scenes would run from one day's session into the next.
    private const int MostSamplesPerScene = 8_000;

    /// <summary>The data root to write: a folder that is new or empty (see <see cref="Overwrite"/>).</summary>
    public required string Output { get; init; }

    /// <summary>The version folder of the tables: <c>v1.0-mini</c>, <c>v1.0-trainval</c> or <c>v1.0-test</c>.</summary>
    public string Version { get; init; } = NuScenesVersions.Mini;

    /// <summary>
    /// Samples (key frames) of all scenes together, 1 to 8,000 for every scene that the version has. The real v1.0-trainval has 34,149.
    /// </summary>
    public required int Samples { get; init; }

    /// <summary>Everything follows from it: towns, drives, calibrations and tokens.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>True: a synthetic data set that an earlier run left in <see cref="Output"/> is replaced. Nothing else ever is.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Checks every setting.</summary>
    /// <exception cref="MapDetException">A setting is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Output))
        {
            throw new MapDetException($"Synthetic tables: {nameof(Output)} is empty.");
        }

        int most = MostSamplesPerScene * ScenePlan.MaximumScenes(Version);
        if (Samples < 1 || Samples > most)
        {
            throw new MapDetException($"Synthetic tables: {Version} can have 1 to {most} samples, not {Samples}.");
        }
    }

    /// <summary>The scenes, and how many samples each has: as evenly many as whole numbers allow.</summary>
    internal ImmutableArray<(SyntheticScene Scene, int Samples)> Scenes()
    {
        ImmutableArray<SyntheticScene> scenes = ScenePlan.ForSamples(Version, Samples);
        return [.. scenes.Select((scene, i) => (scene, (int)(Before(i + 1) - Before(i))))];

        long Before(long scene) => scene * Samples / scenes.Length;
    }
}
