using System.Collections.Immutable;

namespace MapDet.Core.Language.Tokenization;

/// <summary>Tokens whose names stand for themselves in a text.</summary>
/// <param name="tokens">Names and ids.</param>
internal sealed class SpecialTokens(ImmutableArray<(string Name, int Id)> tokens)
{
    private readonly ImmutableArray<(string Name, int Id)> _tokens = [.. tokens.OrderByDescending(t => t.Name.Length)];

    /// <summary>The id of a name that is there.</summary>
    public int Id(string name) => _tokens.First(t => t.Name == name).Id;

    /// <summary>True for the id of a special token.</summary>
    public bool Contains(int id) => _tokens.Any(t => t.Id == id);

    /// <summary>Cuts a text at the names, the longest one where several begin at a place.</summary>
    /// <returns>The parts in order, with the id where one is a name; no empty ones.</returns>
    public IEnumerable<(string Part, int? Id)> Split(string text)
    {
        int start = 0;
        for (int place = 0; place < text.Length;)
        {
            (string Name, int Id)? found = Find(text, place);
            if (found is not { } token)
            {
                place++;
                continue;
            }

            if (place > start)
            {
                yield return (text[start..place], null);
            }

            yield return (token.Name, token.Id);
            place += token.Name.Length;
            start = place;
        }

        if (start < text.Length)
        {
            yield return (text[start..], null);
        }
    }

    private (string Name, int Id)? Find(string text, int place)
    {
        foreach ((string Name, int Id) token in _tokens)
        {
            if (text.AsSpan(place).StartsWith(token.Name, StringComparison.Ordinal))
            {
                return token;
            }
        }

        return null;
    }
}
