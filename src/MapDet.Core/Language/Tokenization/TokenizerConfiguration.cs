using System.Text.Json;

namespace MapDet.Core.Language.Tokenization;

/// <summary>Reads <c>tokenizer_config.json</c> of a checkpoint.</summary>
internal static class TokenizerConfiguration
{
    private const string FileName = "tokenizer_config.json";
    private const string LegacyKey = "legacy";

    /// <summary>Whether the tokenizer is legacy; true where the file is absent or does not say, as in the reference.</summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <exception cref="InvalidInputException">The file can't be read or the setting is neither true nor false.</exception>
    public static bool ReadIsLegacy(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return true;
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(stream);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new InvalidInputException(path, "does not hold a JSON object");
            }

            if (!document.RootElement.TryGetProperty(LegacyKey, out JsonElement legacy))
            {
                return true;
            }

            return legacy.ValueKind switch
            {
                JsonValueKind.True or JsonValueKind.Null => true,
                JsonValueKind.False => false,
                _ => throw new InvalidInputException(path, "is neither true nor false", field: LegacyKey),
            };
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
