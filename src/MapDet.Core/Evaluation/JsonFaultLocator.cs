using System.Globalization;
using System.Text.Json;

namespace MapDet.Core.Evaluation;

/// <summary>Finds the place at which reading a damaged JSON object fails, so that the message can name it.</summary>
/// <param name="nameProperty">The property of the object that holds its name.</param>
internal sealed class JsonFaultLocator(string nameProperty)
{
    private readonly List<Level> _levels = [];

    /// <summary>The object's name; null if it does not stand before the fault.</summary>
    public string? Name { get; private set; }

    /// <summary>The path of the value that can't be read, such as <c>vectors[2].pts[0][1]</c>; null for the object itself.</summary>
    public string? Path => _levels.Count == 0 ? null : string.Concat(_levels.Select(level => level.Step)).TrimStart('.') is { Length: > 0 } path ? path : null;

    /// <summary>What stands there, if it is a number of Python's that JSON does not know: <c>NaN</c>, <c>Infinity</c> or <c>-Infinity</c>.</summary>
    public string? ForeignNumber { get; private set; }

    /// <summary>Reads the object up to its fault.</summary>
    /// <param name="text">From the object's <c>{</c> on.</param>
    public void Locate(ReadOnlySpan<byte> text)
    {
        Utf8JsonReader reader = new(text);
        try
        {
            while (reader.Read())
            {
                Follow(reader);
            }
        }
        catch (JsonException)
        {
            ForeignNumber = NumberAt(text[(int)reader.BytesConsumed..]);
        }
    }

    private static string? NumberAt(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t\r\n,:"u8);
        return text.StartsWith("NaN"u8) ? "NaN"
            : text.StartsWith("Infinity"u8) ? "Infinity"
            : text.StartsWith("-Infinity"u8) ? "-Infinity"
            : null;
    }

    private void Follow(Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _levels[^1].Property = reader.GetString();
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                _levels.Add(new Level(reader.TokenType == JsonTokenType.StartArray));
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _levels.RemoveAt(_levels.Count - 1);
                CompleteValue();
                break;
            default:
                if (_levels.Count == 1 && _levels[0].Property == nameProperty && reader.TokenType == JsonTokenType.String)
                {
                    Name = reader.GetString();
                }

                CompleteValue();
                break;
        }
    }

    private void CompleteValue()
    {
        if (_levels.Count > 0)
        {
            _levels[^1].Completed++;
            _levels[^1].Property = null;
        }
    }

    private sealed class Level(bool isArray)
    {
        public int Completed { get; set; }

        public string? Property { get; set; }

        public string Step => isArray ? string.Create(CultureInfo.InvariantCulture, $"[{Completed}]") : Property is null ? "" : $".{Property}";
    }
}
