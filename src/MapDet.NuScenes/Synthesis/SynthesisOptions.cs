using System.Collections.Immutable;
using MapDet.Core;
using MapDet.NuScenes.Maps;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Synthesis;

/// <summary>What the synthetic data set is to hold. Equal options give equal files, byte for byte, whatever the parallelism.</summary>
public sealed record SynthesisOptions
{
    /// <summary>The data root to write: a folder that is new or empty (see <see cref="Overwrite"/>).</summary>
    public required string Output { get; init; }

    /// <summary>The version folder of the tables: <c>v1.0-mini</c>, <c>v1.0-trainval</c> or <c>v1.0-test</c>.</summary>
    public string Version { get; init; } = NuScenesVersions.Mini;

    /// <summary>The drives; <see cref="ScenePlan"/> makes them for the official splits.</summary>
    public required ImmutableArray<SyntheticScene> Scenes { get; init; }

    /// <summary>Everything follows from it: towns, drives, calibrations, light and noise.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Width of the images in pixels, 64 to 3840. The intrinsics in the tables belong to this size.</summary>
    public int ImageWidth { get; init; } = 1600;

    /// <summary>Height of the images in pixels, 36 to 2160.</summary>
    public int ImageHeight { get; init; } = 900;

    /// <summary>Key frames a scene, half a second apart, 1 to 400. The real data set has about 40.</summary>
    public int SamplesPerScene { get; init; } = 40;

    /// <summary>Rays a pixel and axis, 1 to 4; rows near the horizon get more by themselves.</summary>
    public int Supersampling { get; init; } = 2;

    /// <summary>JPEG quality, 1 to 100.</summary>
    public int JpegQuality { get; init; } = 90;

    /// <summary>How many threads render, at least 1.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>True: a synthetic data set that an earlier run left in <see cref="Output"/> is replaced. Nothing else ever is.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Checks every setting.</summary>
    /// <exception cref="MapDetException">A setting is out of its range; the message names it.</exception>
    public void Validate()
    {
        Require(!string.IsNullOrWhiteSpace(Output), nameof(Output), "is empty");
        Require(NuScenesVersions.All.Contains(Version), nameof(Version), $"is '{Version}', not one of {string.Join(", ", NuScenesVersions.All)}");
        RequireRange(ImageWidth, 64, 3840, nameof(ImageWidth));
        RequireRange(ImageHeight, 36, 2160, nameof(ImageHeight));
        RequireRange(SamplesPerScene, 1, 400, nameof(SamplesPerScene));
        RequireRange(Supersampling, 1, 4, nameof(Supersampling));
        RequireRange(JpegQuality, 1, 100, nameof(JpegQuality));
        RequireRange(Parallelism, 1, 1024, nameof(Parallelism));
        Require(!Scenes.IsDefaultOrEmpty, nameof(Scenes), "is empty");
        foreach (SyntheticScene scene in Scenes)
        {
            Require(OfficialNames.IsScene(scene.Name), nameof(Scenes), $"names '{scene.Name}', which is no official nuScenes scene");
            Require(
                MapLocations.All.Contains(scene.Location),
                nameof(Scenes),
                $"puts {scene.Name} into '{scene.Location}', not one of {string.Join(", ", MapLocations.All)}");
        }

        Require(Scenes.Select(scene => scene.Name).Distinct().Count() == Scenes.Length, nameof(Scenes), "names a scene twice");
    }

    private static void RequireRange(int value, int least, int greatest, string setting) =>
        Require(value >= least && value <= greatest, setting, $"is {value}, not between {least} and {greatest}");

    private static void Require(bool condition, string setting, string problem)
    {
        if (!condition)
        {
            throw new MapDetException($"Synthetic data set: {setting} {problem}.");
        }
    }
}
