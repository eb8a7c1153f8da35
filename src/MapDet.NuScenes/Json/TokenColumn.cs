using System.Text.Json;

namespace MapDet.NuScenes.Json;

/// <summary>A token: the record's own, or that of another record.</summary>
internal sealed class TokenColumn(string name, TokenTexts texts, bool optional = false) : Column(name, "a token", optional)
{
    public RecordToken Value { get; private set; }

    public string Text => texts.Text(Value);

    public override void Clear()
    {
        base.Clear();
        Value = RecordToken.None;
    }

    protected override ColumnResult ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
        {
            return ColumnResult.Faulty;
        }

        Value = ParseToken(ref reader, texts);
        return ColumnResult.Done;
    }

    internal static RecordToken ParseToken(ref Utf8JsonReader reader, TokenTexts texts)
    {
        if (!reader.ValueIsEscaped)
        {
            return texts.Parse(reader.ValueSpan);
        }

        byte[] unescaped = new byte[reader.ValueSpan.Length];
        int length = reader.CopyString(unescaped);
        return texts.Parse(unescaped.AsSpan(0, length));
    }
}
