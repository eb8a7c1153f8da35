using System.Text.Json;

namespace MapDet.NuScenes.Json;

/// <summary>An array of tokens.</summary>
internal sealed class TokensColumn(string name, TokenTexts texts) : Column(name, "an array of tokens")
{
    private readonly List<RecordToken> _values = [];

    public IReadOnlyList<RecordToken> Values => _values;

    public RecordToken[] ToArray() => [.. _values];

    protected override ColumnResult ReadValue(ref Utf8JsonReader reader)
    {
        _values.Clear();
        return ReadTokens(ref reader, texts, _values);
    }

    internal static ColumnResult ReadTokens(ref Utf8JsonReader reader, TokenTexts texts, List<RecordToken> values)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return ColumnResult.Faulty;
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                return ColumnResult.Done;
            }

            if (reader.TokenType != JsonTokenType.String)
            {
                return ColumnResult.Faulty;
            }

            values.Add(TokenColumn.ParseToken(ref reader, texts));
        }

        return ColumnResult.NeedsMore;
    }
}
