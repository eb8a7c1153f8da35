using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace MapDet.NuScenes.Synthesis;

/// <summary>The names that nuScenes' own programs accept: versions, locations and the scenes of the official splits.</summary>
internal static class OfficialNames
{
    private static readonly Lazy<FrozenDictionary<string, ImmutableArray<string>>> Splits = new(ReadSplits);
    private static readonly Lazy<FrozenSet<string>> Scenes = new(() => Splits.Value.Values.SelectMany(names => names).ToFrozenSet());

    public static ImmutableArray<string> Versions { get; } = ["v1.0-mini", "v1.0-trainval", "v1.0-test"];

    public static ImmutableArray<string> Locations { get; } =
        ["boston-seaport", "singapore-onenorth", "singapore-hollandvillage", "singapore-queenstown"];

    /// <summary>The scene names of train, val, test, mini_train or mini_val, in the official order.</summary>
    public static ImmutableArray<string> ScenesOf(string split) => Splits.Value[split];

    public static bool IsScene(string name) => Scenes.Value.Contains(name);

    private static FrozenDictionary<string, ImmutableArray<string>> ReadSplits()
    {
        using Stream stream = typeof(OfficialNames).Assembly.GetManifestResourceStream("MapDet.NuScenes.splits.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, ImmutableArray<string>>>(stream)!.ToFrozenDictionary();
    }
}
