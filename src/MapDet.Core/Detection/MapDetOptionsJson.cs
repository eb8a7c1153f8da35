using System.Text.Json;
using System.Text.Json.Serialization;

namespace MapDet.Core.Detection;

/// <summary>Options as JSON, as they stand in weight files and configuration files: camel case, enumerations by name.</summary>
public static class MapDetOptionsJson
{
    private static readonly JsonSerializerOptions Compact = Create(isIndented: false);
    private static readonly JsonSerializerOptions Indented = Create(isIndented: true);

    /// <summary>Writes options.</summary>
    /// <param name="options">What to write.</param>
    /// <param name="isIndented">True for one line a value.</param>
    public static string Serialize(MapDetOptions options, bool isIndented = false) =>
        JsonSerializer.Serialize(options, isIndented ? Indented : Compact);

    /// <summary>Reads options; values that are not there keep their defaults.</summary>
    /// <param name="json">What <see cref="Serialize"/> wrote.</param>
    /// <param name="source">The file that it comes from, for messages.</param>
    /// <exception cref="InvalidInputException">It is no JSON, or holds an unknown or unfit value.</exception>
    public static MapDetOptions Deserialize(string json, string source)
    {
        try
        {
            return JsonSerializer.Deserialize<MapDetOptions>(json, Compact)
                ?? throw new InvalidInputException(source, "the model options are null");
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(source, $"the model options can't be read: {e.Message}", field: e.Path, innerException: e);
        }
    }

    private static JsonSerializerOptions Create(bool isIndented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = isIndented,
        IgnoreReadOnlyProperties = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
