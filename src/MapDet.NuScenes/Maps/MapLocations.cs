using System.Collections.Immutable;

namespace MapDet.NuScenes.Maps;

/// <summary>The places that nuScenes has maps of.</summary>
public static class MapLocations
{
    /// <summary>Their names, which are those of the map files.</summary>
    public static ImmutableArray<string> All { get; } =
        ["singapore-onenorth", "singapore-hollandvillage", "singapore-queenstown", "boston-seaport"];
}
