using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MapDet.Core;
using MapDet.Core.Contracts;

namespace MapDet.CustomData.Sources;

/// <summary>Maps out of GeoJSON files, one a location. Safe for use from several threads.</summary>
/// <param name="folder">Where the files lie.</param>
internal sealed class GeoJsonMapSource(DataFolder folder) : IMapSource
{
    private readonly Dictionary<string, VectorMap> _maps = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public bool Has(string location) => File.Exists(folder.Map(location));

    /// <inheritdoc/>
    public VectorMap Map(string location, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (!_maps.TryGetValue(location, out VectorMap? map))
            {
                _maps[location] = map = Read(location, cancellationToken);
            }

            return map;
        }
    }

    private VectorMap Read(string location, CancellationToken cancellationToken)
    {
        string path = folder.Map(location);
        string text = DataJson.ReadText(path);
        JsonElement collection = DataJson.Parse<JsonElement>(text, path);
        if (collection.ValueKind != JsonValueKind.Object
            || !collection.TryGetProperty("features", out JsonElement features)
            || features.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidInputException(path, "the file is no GeoJSON feature collection.", field: "features");
        }

        ILookup<string, MapFeature> layers = features.EnumerateArray().Select((feature, index) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return MapFeature.Read(feature, path, index);
        }).ToLookup(feature => feature.Layer);
        return new VectorMap
        {
            Location = location,
            Version = "1",
            ContentHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            RoadDividers = [.. layers[MapFeature.Divider].SelectMany(feature => feature.Lines())],
            PedCrossings = [.. layers[MapFeature.PedCrossing].SelectMany(feature => feature.Areas())],
            RoadSegments = [.. layers[MapFeature.Road].SelectMany(feature => feature.Areas())],
            Lanes = [.. layers[MapFeature.Lane].SelectMany(feature => feature.Areas())],
        };
    }
}
