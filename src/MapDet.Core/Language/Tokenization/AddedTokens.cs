using System.Collections.Immutable;
using System.Text.Json;

namespace MapDet.Core.Language.Tokenization;

/// <summary>Reads <c>added_tokens.json</c> of a checkpoint: tokens behind the pieces of its <c>tokenizer.model</c>.</summary>
internal static class AddedTokens
{
    private const string FileName = "added_tokens.json";

    /// <summary>The tokens in the order of their ids; none where the file is absent.</summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <param name="model">The pieces. Entries that name one of them by its id say nothing new.</param>
    /// <exception cref="InvalidInputException">The file can't be read, or an id is neither that of the piece nor the next one.</exception>
    public static ImmutableArray<NamedToken> Read(string folder, SentencePieceModel model)
    {
        string path = Path.Combine(folder, FileName);
        return TokenizerJson.Read(path, root => Read(root, model, path), absent: []);
    }

    private static ImmutableArray<NamedToken> Read(JsonElement root, SentencePieceModel model, string path)
    {
        ImmutableArray<NamedToken>.Builder tokens = ImmutableArray.CreateBuilder<NamedToken>();
        foreach (NamedToken token in root.EnumerateObject().Select(entry => Token(entry, path)).OrderBy(token => token.Id))
        {
            if (token.Id < model.Count && model.Find(token.Name) == token.Id)
            {
                continue;
            }

            if (token.Id != model.Count + tokens.Count || tokens.Any(other => other.Name == token.Name))
            {
                throw new InvalidInputException(path, $"has the id {token.Id} instead of {model.Count + tokens.Count}, the next one, or stands there twice", token.Name);
            }

            tokens.Add(token);
        }

        return tokens.DrainToImmutable();
    }

    private static NamedToken Token(JsonProperty entry, string path) =>
        entry.Name.Length > 0 && entry.Value.ValueKind == JsonValueKind.Number && entry.Value.TryGetInt32(out int id)
            ? new NamedToken(entry.Name, id, IsAdded: true)
            : throw new InvalidInputException(path, "is no name with an id", entry.Name);
}
