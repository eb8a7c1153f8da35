using System.Text.Json;

namespace MapDet.NuScenes.Json;

/// <summary>An array of tokens.</summary>
internal sealed class TokensColumn(string name, TokenTexts texts, bool optional = false) : Column(name, "an array of tokens", optional)
{
    private readonly List<RecordToken> _values = [];

    public IReadOnlyList<RecordToken> Values => _values;

    public RecordToken[] ToArray() => [.. _values];

    public override void Clear()
    {
        base.Clear();
        _values.Clear();
    }

    protected override ColumnResult ReadValue(ref Utf8JsonReader reader)
    {
        _values.Clear();
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

            _values.Add(TokenColumn.ParseToken(ref reader, texts));
        }

        return ColumnResult.NeedsMore;
    }
}
