using System.Text.Json;

namespace MapDet.NuScenes.Json;

/// <summary>The holes of a polygon: an array of <c>{"node_tokens": [...]}</c>.</summary>
internal sealed class HolesColumn(string name, TokenTexts texts) : Column(name, "an array of objects with node_tokens")
{
    private readonly List<RecordToken[]> _holes = [];
    private readonly List<RecordToken> _nodes = [];

    public RecordToken[][] ToArray() => [.. _holes];

    protected override ColumnResult ReadValue(ref Utf8JsonReader reader)
    {
        _holes.Clear();
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

            ColumnResult result = ReadHole(ref reader);
            if (result != ColumnResult.Done)
            {
                return result;
            }
        }

        return ColumnResult.NeedsMore;
    }

    private ColumnResult ReadHole(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return ColumnResult.Faulty;
        }

        bool found = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return found ? ColumnResult.Done : ColumnResult.Faulty;
            }

            bool isNodes = reader.ValueTextEquals("node_tokens"u8);
            if (!reader.Read())
            {
                return ColumnResult.NeedsMore;
            }

            if (!isNodes)
            {
                if (!reader.TrySkip())
                {
                    return ColumnResult.NeedsMore;
                }

                continue;
            }

            found = true;
            _nodes.Clear();
            ColumnResult result = TokensColumn.ReadTokens(ref reader, texts, _nodes);
            if (result != ColumnResult.Done)
            {
                return result;
            }

            _holes.Add([.. _nodes]);
        }

        return ColumnResult.NeedsMore;
    }
}
