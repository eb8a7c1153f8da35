using System.Collections.Frozen;
using System.Collections.Immutable;
using MapDet.NuScenes.Dataset;

namespace MapDet.NuScenes.Synthesis;

/// <summary>The scene names that nuScenes' own programs accept.</summary>
internal static class OfficialNames
{
    private static readonly Lazy<FrozenSet<string>> Scenes =
        new(() => SplitCatalog.Official.Names.SelectMany(split => SplitCatalog.Official.Scenes(split)).ToFrozenSet());

    /// <summary>The scene names of train, val, test, mini_train or mini_val, in the official order.</summary>
    public static ImmutableArray<string> ScenesOf(string split) => SplitCatalog.Official.Scenes(split);

    public static bool IsScene(string name) => Scenes.Value.Contains(name);
}
