using System.Text.Json;
using System.Text.Json.Serialization;

namespace MapDet.Training;

/// <summary>How this package writes JSON.</summary>
internal static class TrainingJson
{
    /// <summary>Indented, camel case, enumerations by name.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
