using System.Collections.Immutable;
using MapDet.Core;

namespace MapDet.NuScenes.Maps;

/// <summary>The places that nuScenes has maps of.</summary>
public static class MapLocations
{
    /// <summary>Their names, which are those of the map files.</summary>
    public static ImmutableArray<string> All { get; } =
        ["singapore-onenorth", "singapore-hollandvillage", "singapore-queenstown", "boston-seaport"];

    /// <exception cref="MapDetException">There is no such location.</exception>
    internal static void Expect(string location)
    {
        if (!All.Contains(location))
        {
            throw new MapDetException($"There is no map '{location}'; the maps are {string.Join(", ", All)}.");
        }
    }
}
