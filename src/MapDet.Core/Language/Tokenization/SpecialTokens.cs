using System.Collections.Immutable;

namespace MapDet.Core.Language.Tokenization;

/// <summary>Tokens whose names stand for themselves in a text.</summary>
/// <param name="tokens">All of them.</param>
internal sealed class SpecialTokens(ImmutableArray<NamedToken> tokens)
{
    private readonly ImmutableArray<NamedToken> _tokens = [.. tokens.OrderByDescending(t => t.Name.Length)];

    /// <summary>The id of a name that is there.</summary>
    public int Id(string name) => _tokens.First(t => t.Name == name).Id;

    /// <summary>The token of an id; null if it has no name of this kind.</summary>
    public NamedToken? Find(int id) => _tokens.FirstOrDefault(t => t.Id == id);

    /// <summary>Cuts a text at the names, the longest one where several begin at a place; spaces around names of added tokens are left out.</summary>
    /// <returns>The parts in order, with the token where one is a name; no empty ones.</returns>
    public IEnumerable<(string Part, NamedToken? Token)> Split(string text)
    {
        (string Part, NamedToken? Token)[] parts = [.. Cut(text)];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Token is { } token)
            {
                yield return (token.Name, token);
                continue;
            }

            string part = i > 0 && parts[i - 1].Token is { IsAdded: true } ? parts[i].Part.TrimStart() : parts[i].Part;
            part = i + 1 < parts.Length && parts[i + 1].Token is { IsAdded: true } ? part.TrimEnd() : part;
            if (part.Length > 0)
            {
                yield return (part, null);
            }
        }
    }

    private IEnumerable<(string Part, NamedToken? Token)> Cut(string text)
    {
        int start = 0;
        for (int place = 0; place < text.Length;)
        {
            if (Find(text, place) is not { } token)
            {
                place++;
                continue;
            }

            if (place > start)
            {
                yield return (text[start..place], null);
            }

            yield return (token.Name, token);
            place += token.Name.Length;
            start = place;
        }

        if (start < text.Length)
        {
            yield return (text[start..], null);
        }
    }

    private NamedToken? Find(string text, int place)
    {
        foreach (NamedToken token in _tokens)
        {
            if (text.AsSpan(place).StartsWith(token.Name, StringComparison.Ordinal))
            {
                return token;
            }
        }

        return null;
    }
}
