using System.Collections.Immutable;

namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>Scenes that go together.</summary>
/// <param name="Name">What they are called in a split file.</param>
/// <param name="Scenes">Their names, ordered.</param>
/// <param name="SamplesByLocation">How many samples they have in each location that they touch.</param>
public sealed record SceneSet(string Name, ImmutableArray<string> Scenes, ImmutableSortedDictionary<string, int> SamplesByLocation)
{
    /// <summary>Number of samples of all of them.</summary>
    public int Samples => SamplesByLocation.Values.Sum();

    internal static SceneSet Of(string name, IEnumerable<SceneTrack> scenes)
    {
        SceneTrack[] all = [.. scenes];
        return new SceneSet(
            name,
            [.. all.Select(scene => scene.Name).Order(StringComparer.Ordinal)],
            all.GroupBy(scene => scene.Location).ToImmutableSortedDictionary(
                location => location.Key, location => location.Sum(scene => scene.Samples), StringComparer.Ordinal));
    }
}
