using System.Collections.Immutable;
using System.Text.Json;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;

namespace MapDet.CustomData.Sources;

/// <summary>A feature of a GeoJSON map. Its property <c>layer</c> says what it is.</summary>
internal sealed class MapFeature
{
    /// <summary>Lines between lanes or directions.</summary>
    public const string Divider = "divider";

    /// <summary>Pedestrian crossings, areas.</summary>
    public const string PedCrossing = "ped_crossing";

    /// <summary>Areas of road: the outline of all of them together is the boundary.</summary>
    public const string Road = "road";

    /// <summary>Areas of lanes where they are drawn apart; they count as road too.</summary>
    public const string Lane = "lane";

    private const string LayerProperty = "layer";
    private static readonly ImmutableArray<string> Layers = [Divider, PedCrossing, Road, Lane];

    private readonly string _path;
    private readonly string _name;
    private readonly Geometry _geometry;

    private MapFeature(string path, string name, string layer, Geometry geometry) =>
        (_path, _name, Layer, _geometry) = (path, name, layer, geometry);

    /// <summary>Reads and writes GeoJSON; an attribute <c>id</c> is written as the feature's own.</summary>
    public static JsonSerializerOptions Json { get; } = new() { Converters = { new GeoJsonConverterFactory(new GeometryFactory(), false, "id") } };

    /// <summary>One of the layers above.</summary>
    public string Layer { get; }

    /// <summary>Reads a feature.</summary>
    /// <param name="json">The feature.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="index">Its position there, from 0.</param>
    /// <exception cref="InvalidInputException">It is no feature of a known layer.</exception>
    public static MapFeature Read(JsonElement json, string path, int index)
    {
        string name = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("id", out JsonElement id) ? id.ToString() : $"feature {index}";
        IFeature feature;
        try
        {
            feature = json.Deserialize<IFeature>(Json) ?? throw new JsonException("it is null.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException)
        {
            throw new InvalidInputException(path, $"it is no GeoJSON feature: {e.Message}", name, innerException: e);
        }

        string layer = feature.Attributes?.GetOptionalValue(LayerProperty) as string ?? "";
        if (!Layers.Contains(layer))
        {
            throw new InvalidInputException(path, $"the layer is '{layer}'; it must be one of {string.Join(", ", Layers)}.", name, LayerProperty);
        }

        return feature.Geometry is { } geometry
            ? new MapFeature(path, name, layer, geometry)
            : throw new InvalidInputException(path, "it has no geometry.", name, "geometry");
    }

    /// <summary>The feature as lines.</summary>
    /// <exception cref="InvalidInputException">It is something else.</exception>
    public IEnumerable<MapLine> Lines() => Parts<LineString>().Select(part => new MapLine(part.Name, Places(part.Geometry)));

    /// <summary>The feature as areas.</summary>
    /// <exception cref="InvalidInputException">It is something else.</exception>
    public IEnumerable<MapArea> Areas() => Parts<Polygon>().Select(part =>
        new MapArea(part.Name, Places(part.Geometry.Shell), [.. part.Geometry.Holes.Select(Places)]));

    private IEnumerable<(string Name, T Geometry)> Parts<T>()
        where T : Geometry
    {
        for (int i = 0; i < _geometry.NumGeometries; i++)
        {
            yield return _geometry.GetGeometryN(i) is T part
                ? (_geometry.NumGeometries == 1 ? _name : $"{_name}/{i}", part)
                : throw new InvalidInputException(
                    _path, $"the layer '{Layer}' consists of {typeof(T).Name}s, not of {_geometry.GeometryType}s.", _name, "geometry");
        }
    }

    // Longitude and latitude would be projected here, onto the metres that the poses are given in.
    private static ImmutableArray<Point2> Places(LineString line) => [.. line.Coordinates.Select(place => new Point2(place.X, place.Y))];
}
