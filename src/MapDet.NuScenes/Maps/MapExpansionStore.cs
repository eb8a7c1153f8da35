using System.Collections.Concurrent;
using MapDet.Core;

namespace MapDet.NuScenes.Maps;

/// <summary>The maps of a data root, each read once when it is first asked for. Safe for use from several threads.</summary>
/// <param name="dataRoot">The data set's folder.</param>
public sealed class MapExpansionStore(string dataRoot)
{
    private readonly ConcurrentDictionary<string, Lazy<MapExpansion>> _maps = new(StringComparer.Ordinal);

    /// <summary>The map of a location.</summary>
    /// <param name="location">One of <see cref="MapLocations"/>.</param>
    /// <exception cref="MapDetException">The map can't be read; the message names file, record and field.</exception>
    public MapExpansion this[string location] =>
        _maps.GetOrAdd(location, name => new Lazy<MapExpansion>(() => MapExpansion.Load(dataRoot, name))).Value;
}
