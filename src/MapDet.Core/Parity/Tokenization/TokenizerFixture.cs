using System.Collections.Immutable;
using System.Text.Json;

namespace MapDet.Core.Parity.Tokenization;

/// <summary>Texts and prompts with what the reference makes of them.</summary>
/// <param name="Cases">Texts.</param>
/// <param name="ImagePrompts">Prompts with a place for images.</param>
internal sealed record TokenizerFixture(ImmutableArray<TokenizerText> Cases, ImmutableArray<TokenizerPrompt> ImagePrompts)
{
    private static readonly JsonSerializerOptions s_format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = false,
    };

    /// <summary>Reads <c>cases.json</c>.</summary>
    /// <exception cref="InvalidInputException">It is damaged, or a text is missing.</exception>
    public static TokenizerFixture Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            TokenizerFixture? fixture = JsonSerializer.Deserialize<TokenizerFixture>(stream, s_format);
            return fixture is null
                ? throw new InvalidInputException(path, "holds null")
                : fixture with
                {
                    Cases = WithText(fixture.Cases, c => c?.Text, path, "cases"),
                    ImagePrompts = WithText(fixture.ImagePrompts, p => p?.Prompt, path, "image_prompts"),
                };
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(path, $"can't be read: {e.Message}", field: e.Path, innerException: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(path, $"can't be read: {e.Message}", innerException: e);
        }
    }

    private static ImmutableArray<T> WithText<T>(ImmutableArray<T> entries, Func<T?, string?> text, string path, string name)
    {
        ImmutableArray<T> all = entries.IsDefault ? [] : entries;
        int missing = all.Select((entry, index) => text(entry) is null ? index : -1).FirstOrDefault(index => index >= 0, -1);
        return missing < 0 ? all : throw new InvalidInputException(path, "has no text", $"{name}[{missing}]");
    }
}
