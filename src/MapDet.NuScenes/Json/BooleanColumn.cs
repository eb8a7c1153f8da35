using System.Text.Json;

namespace MapDet.NuScenes.Json;

/// <summary>True or false.</summary>
internal sealed class BooleanColumn(string name) : Column(name, "true or false")
{
    public bool Value { get; private set; }

    protected override ColumnResult ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
        {
            return ColumnResult.Faulty;
        }

        Value = reader.TokenType == JsonTokenType.True;
        return ColumnResult.Done;
    }
}
