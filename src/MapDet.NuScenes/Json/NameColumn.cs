using System.Text.Json;

namespace MapDet.NuScenes.Json;

/// <summary>One of the names of an enumeration, spelt as there.</summary>
internal sealed class NameColumn<T>(string name) : Column(name, $"one of {string.Join(", ", Enum.GetNames<T>())}")
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Names = Enum.GetValues<T>().ToDictionary(value => value.ToString(), StringComparer.Ordinal);

    public T Value { get; private set; }

    protected override ColumnResult ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || !Names.TryGetValue(reader.GetString()!, out T value))
        {
            return ColumnResult.Faulty;
        }

        Value = value;
        return ColumnResult.Done;
    }
}
