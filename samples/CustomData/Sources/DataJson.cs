using System.Text.Json;
using System.Text.Json.Serialization;
using MapDet.Core;

namespace MapDet.CustomData.Sources;

/// <summary>Reads the JSON of the data; whatever is wrong with it is an error that names file, record and field.</summary>
internal static class DataJson
{
    /// <summary>Nothing may be missing, unknown or said twice.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The text of a file.</summary>
    /// <exception cref="InvalidInputException">It can't be read.</exception>
    public static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(path, e.Message, innerException: e);
        }
    }

    /// <summary>A value out of JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="path">The file that it comes from.</param>
    /// <param name="record">Its place in the file; null: it is all of it.</param>
    /// <exception cref="InvalidInputException">The text is no JSON, or not of this shape.</exception>
    public static T Parse<T>(string json, string path, string? record = null)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("There is null where a value should be.");
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(path, e.Message, record, e.Path, e);
        }
    }
}
