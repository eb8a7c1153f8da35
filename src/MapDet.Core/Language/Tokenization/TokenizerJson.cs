using System.Text.Json;

namespace MapDet.Core.Language.Tokenization;

/// <summary>Reads JSON files beside a <c>tokenizer.model</c>, none of which has to be there.</summary>
internal static class TokenizerJson
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads its root, an object.</param>
    /// <param name="absent">What holds where there is no file.</param>
    /// <exception cref="InvalidInputException">It can't be read, or is no JSON object.</exception>
    public static T Read<T>(string path, Func<JsonElement, T> read, T absent)
    {
        if (!File.Exists(path))
        {
            return absent;
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(stream);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(document.RootElement)
                : throw new InvalidInputException(path, "does not hold a JSON object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half of a surrogate pair in a name is reported as InvalidOperationException.
            throw new InvalidInputException(path, $"is no JSON: {e.Message}", innerException: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InvalidInputException.Unreadable(path, e);
        }
    }
}
