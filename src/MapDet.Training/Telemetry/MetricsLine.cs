using System.Globalization;
using System.Text;
using System.Text.Json;
using MapDet.Core;

namespace MapDet.Training.Telemetry;

/// <summary>A line of <c>metrics.jsonl</c>, read field by field.</summary>
internal sealed class MetricsLine
{
    private readonly string _file;
    private readonly int _number;
    private readonly JsonElement _root;

    private MetricsLine(string file, int number, string json)
    {
        (_file, _number) = (file, number);
        try
        {
            _root = JsonSerializer.Deserialize<JsonElement>(json);
        }
        catch (JsonException e)
        {
            throw Fault(null, "is not JSON", e);
        }

        if (_root.ValueKind != JsonValueKind.Object)
        {
            throw Fault(null, "is not a JSON object");
        }
    }

    /// <summary>All lines that have their end.</summary>
    /// <exception cref="InvalidInputException">The file can't be read, or a line holds something else.</exception>
    public static IEnumerable<MetricsLine> ReadAll(string file) => Texts(file).Select((text, index) => new MetricsLine(file, index + 1, text));

    /// <summary>A text.</summary>
    public string Text(string field) =>
        Find(field) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Fault(field, "must be a text");

    /// <summary>A whole number.</summary>
    public int Integer(string field) =>
        Find(field) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int number) ? number : throw Fault(field, "must be a whole number");

    /// <summary>A number; NaN where it is null or absent, as what is not finite is written.</summary>
    public double Number(string field) => Find(field) switch
    {
        null or { ValueKind: JsonValueKind.Null } => double.NaN,
        { ValueKind: JsonValueKind.Number } value => value.GetDouble(),
        _ => throw Fault(field, "must be a number or null"),
    };

    /// <summary>True or false; false where it is absent.</summary>
    public bool Truth(string field) => Find(field) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        _ => throw Fault(field, "must be true or false"),
    };

    /// <summary>The error that a line can't be used.</summary>
    public InvalidInputException Fault(string? field, string problem, Exception? inner = null) =>
        new(_file, problem, $"line {_number.ToString(CultureInfo.InvariantCulture)}", field, inner);

    private JsonElement? Find(string field) => _root.TryGetProperty(field, out JsonElement value) ? value : null;

    private static IEnumerable<string> Texts(string file)
    {
        string text = ReadShared(file);
        int begin = 0;
        for (int end = text.IndexOf('\n', begin); end >= 0; end = text.IndexOf('\n', begin))
        {
            yield return text[begin..end];
            begin = end + 1;
        }
    }

    // The run that writes the file may still have it open.
    private static string ReadShared(string file)
    {
        try
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using StreamReader reader = new(stream, new UTF8Encoding(false));
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException(file, "there is no such file", innerException: e);
        }
    }
}
