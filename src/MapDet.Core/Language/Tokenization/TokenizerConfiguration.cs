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
        return TokenizerJson.Read(path, root => ReadIsLegacy(root, path), absent: true);
    }

    private static bool ReadIsLegacy(JsonElement root, string path) => !root.TryGetProperty(LegacyKey, out JsonElement legacy) || legacy.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.Null => true,
        JsonValueKind.False => false,
        _ => throw new InvalidInputException(path, "is neither true nor false", field: LegacyKey),
    };
}
