using System.Collections.Immutable;
using MapDet.Core;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.Synthesis;

/// <summary>
/// Which official scenes a synthetic data set has and where they drive: scenes of training splits and of held-out splits never
/// share a town.
/// </summary>
public static class ScenePlan
{
    private const double UsualSamples = 40;

    private static readonly ImmutableArray<string> TrainingLocations = ["boston-seaport", "singapore-onenorth"];
    private static readonly ImmutableArray<string> HeldOutLocations = ["singapore-hollandvillage", "singapore-queenstown"];

    /// <summary>The most scenes that a version of nuScenes has.</summary>
    /// <param name="version">v1.0-mini (10), v1.0-trainval (850) or v1.0-test (150).</param>
    /// <exception cref="MapDetException">The version is none of these.</exception>
    public static int MaximumScenes(string version)
    {
        (string? training, string heldOut) = SplitsOf(version);
        return OfficialNames.ScenesOf(heldOut).Length + (training is null ? 0 : OfficialNames.ScenesOf(training).Length);
    }

    /// <summary>The default scenes of a version, divided between training and validation as the official ones are.</summary>
    /// <param name="version">v1.0-mini, v1.0-trainval or v1.0-test.</param>
    /// <param name="scenes">How many, from 1 to <see cref="MaximumScenes"/>; from 2 on at least one is for validation.</param>
    /// <returns>Training scenes in two towns, validation or test scenes in the two others.</returns>
    /// <exception cref="MapDetException">The version is unknown or has fewer scenes.</exception>
    public static ImmutableArray<SyntheticScene> ForVersion(string version, int scenes)
    {
        int maximum = MaximumScenes(version);
        if (scenes < 1 || scenes > maximum)
        {
            throw new MapDetException($"{version} has 1 to {maximum} scenes, not {scenes}.");
        }

        (string? training, string heldOut) = SplitsOf(version);
        int heldOutCount = training is null ? scenes : HeldOutShare(scenes, maximum, OfficialNames.ScenesOf(heldOut).Length);
        ImmutableArray<SyntheticScene> heldOutScenes = Take(heldOut, 0, heldOutCount, HeldOutLocations);
        return training is null ? heldOutScenes : [.. Take(training, 0, scenes - heldOutCount, TrainingLocations), .. heldOutScenes];
    }

    /// <summary>The scenes that a number of samples fills: about 40 each, until the version has no more scenes.</summary>
    /// <param name="version">v1.0-mini, v1.0-trainval or v1.0-test.</param>
    /// <param name="samples">Samples of all scenes together, at least 1.</param>
    /// <returns>The scenes as <see cref="ForVersion"/> divides them.</returns>
    /// <exception cref="MapDetException">The version is unknown.</exception>
    public static ImmutableArray<SyntheticScene> ForSamples(string version, int samples) =>
        ForVersion(version, (int)Math.Clamp(Math.Round(samples / UsualSamples), 1, MaximumScenes(version)));

    /// <summary>
    /// The world of the demonstration, version v1.0-trainval: training scenes in two towns, scenes that choose the best model in a
    /// third, scenes that are reported in the fourth. The latter two are disjoint parts of the official val.
    /// </summary>
    /// <param name="trainingScenes">1 to 700.</param>
    /// <param name="choosingScenes">At least 1.</param>
    /// <param name="reportedScenes">At least 1; at most 150 together with <paramref name="choosingScenes"/>.</param>
    /// <exception cref="MapDetException">A number is out of range.</exception>
    public static DemoPlan ForDemo(int trainingScenes, int choosingScenes, int reportedScenes)
    {
        int training = OfficialNames.ScenesOf("train").Length;
        int validation = OfficialNames.ScenesOf("val").Length;
        if (trainingScenes < 1 || trainingScenes > training)
        {
            throw new MapDetException($"The demo trains on 1 to {training} scenes, not {trainingScenes}.");
        }

        if (choosingScenes < 1 || reportedScenes < 1 || choosingScenes + reportedScenes > validation)
        {
            throw new MapDetException(
                $"The demo chooses on and reports at least one scene each and at most {validation} together, not {choosingScenes} and {reportedScenes}.");
        }

        return new DemoPlan(
            Take("train", 0, trainingScenes, TrainingLocations),
            Take("val", 0, choosingScenes, [HeldOutLocations[0]]),
            Take("val", choosingScenes, reportedScenes, [HeldOutLocations[1]]));
    }

    private static int HeldOutShare(int scenes, int maximum, int available)
    {
        int share = (int)Math.Round((double)scenes * available / maximum, MidpointRounding.AwayFromZero);
        int least = Math.Max(scenes - (maximum - available), scenes > 1 ? 1 : 0);
        return Math.Clamp(share, least, Math.Min(available, Math.Max(least, scenes - 1)));
    }

    private static ImmutableArray<SyntheticScene> Take(string split, int start, int count, ImmutableArray<string> locations) =>
        [.. OfficialNames.ScenesOf(split).Skip(start).Take(count).Select((name, i) => new SyntheticScene(name, locations[i % locations.Length]))];

    private static (string? Training, string HeldOut) SplitsOf(string version) => version switch
    {
        NuScenesVersions.Mini => ("mini_train", "mini_val"),
        NuScenesVersions.TrainVal => ("train", "val"),
        NuScenesVersions.Test => (null, "test"),
        _ => throw new MapDetException($"'{version}' is no version of nuScenes; there are {string.Join(", ", NuScenesVersions.All)}."),
    };
}
