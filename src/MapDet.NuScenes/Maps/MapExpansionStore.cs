using System.Collections.Concurrent;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.NuScenes.Maps.Reading;

namespace MapDet.NuScenes.Maps;

/// <summary>
/// The map expansion of a data root: the layers that the ground truth is made from, each map read once when it is first asked for. Safe for
/// use from several threads.
/// </summary>
/// <param name="dataRoot">The data set's folder.</param>
/// <remarks>Format: nuScenes map expansion v1.3 and later.</remarks>
public sealed class MapExpansionStore(string dataRoot) : IMapSource
{
    private readonly ConcurrentDictionary<string, VectorMap> _maps = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>The file of a location's map.</summary>
    public static string FilePath(string dataRoot, string location) =>
        Path.Combine(Path.GetFullPath(dataRoot), "maps", "expansion", location + ".json");

    /// <summary>The map of a location.</summary>
    /// <param name="location">One of <see cref="MapLocations"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">The file is absent, damaged, too old, or its relations do not hold; the message names record and field.</exception>
    /// <exception cref="MapDetException">There is no such location.</exception>
    public VectorMap Map(string location, CancellationToken cancellationToken = default)
    {
        if (_maps.TryGetValue(location, out VectorMap? known))
        {
            return known;
        }

        MapLocations.Expect(location);

        // One reader at a time: others wait for the map instead of reading it again.
        lock (_gate)
        {
            return _maps.GetOrAdd(location, name => new VectorMapReader(FilePath(dataRoot, name), name).Read(cancellationToken));
        }
    }

    /// <inheritdoc/>
    public bool Has(string location) => File.Exists(FilePath(dataRoot, location));
}
