using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace MapDet.Core.Weights;

/// <summary>Settings of a module as a checkpoint's <c>config.json</c> or a fixture's metadata give them, read with checks.</summary>
public sealed class ModelConfiguration
{
    /// <summary>The file's name in a checkpoint's folder.</summary>
    public const string FileName = "config.json";

    private const int LargestFile = 1 << 20;
    private readonly string _file;
    private readonly string? _record;

    private ModelConfiguration(string file, string? record, JsonElement root)
    {
        _file = file;
        _record = record;
        Root = root;
    }

    /// <summary>All of it.</summary>
    public JsonElement Root { get; }

    /// <summary>Reads the configuration of a checkpoint.</summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <exception cref="InvalidInputException">There is none, or it is no JSON object.</exception>
    public static ModelConfiguration Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            FileInfo file = new(path);
            if (file.Exists && file.Length > LargestFile)
            {
                throw new InvalidInputException(path, $"has {file.Length} bytes, more than a configuration can have");
            }

            return Parse(path, record: null, File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InvalidInputException.Unreadable(path, e);
        }
    }

    /// <summary>Reads a configuration from a text.</summary>
    /// <param name="file">The file that it stands in, for messages.</param>
    /// <param name="record">Where in that file, for messages; null: it is all of it.</param>
    /// <param name="json">The text.</param>
    /// <exception cref="InvalidInputException">It is no JSON object.</exception>
    public static ModelConfiguration Parse(string file, string? record, string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ModelConfiguration(file, record, document.RootElement.Clone())
                : throw new InvalidInputException(file, "is no JSON object", record);
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(file, $"is no JSON: {e.Message}", record, innerException: e);
        }
    }

    /// <summary>True if there is a setting, and not null.</summary>
    public bool Has(string name) => TryGet(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>An entry of any kind.</summary>
    /// <exception cref="InvalidInputException">It is missing.</exception>
    public JsonElement Setting(string name) => TryGet(name, out JsonElement value) ? value : throw Bad("is missing", name);

    /// <summary>A setting as text, whatever its kind.</summary>
    /// <exception cref="InvalidInputException">It is missing, or a text that is no Unicode.</exception>
    public string Text(string name)
    {
        try
        {
            return Setting(name).ToString();
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair is reported so.
            throw new InvalidInputException(_file, "is no Unicode text", _record, name, e);
        }
    }

    /// <summary>A group of settings.</summary>
    /// <exception cref="InvalidInputException">It is missing or no object.</exception>
    public ModelConfiguration Section(string name) => Setting(name) is { ValueKind: JsonValueKind.Object } section
        ? new ModelConfiguration(_file, _record is null ? name : $"{_record}.{name}", section)
        : throw Bad("is no JSON object", name);

    /// <summary>A whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fallback">What holds where the setting is not there; null: it has to be.</param>
    /// <exception cref="InvalidInputException">It is missing or no whole number.</exception>
    public int WholeNumber(string name, int? fallback = null) => fallback is { } value && !Has(name)
        ? value
        : Setting(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int whole) ? whole : throw Bad("is no whole number", name);

    /// <summary>A number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fallback">What holds where the setting is not there; null: it has to be.</param>
    /// <exception cref="InvalidInputException">It is missing or no number.</exception>
    public double Number(string name, double? fallback = null) => fallback is { } value && !Has(name)
        ? value
        : Setting(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : throw Bad("is no number", name);

    /// <summary>Refuses a setting that has another value than the only one which can be computed.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="only">The value.</param>
    /// <param name="isDefault">True if it holds where the setting is not there.</param>
    /// <exception cref="InvalidInputException">It has another value.</exception>
    public void Require(string name, string only, bool isDefault = true)
    {
        if (isDefault && !Has(name))
        {
            return;
        }

        if (Text(name) is var given && given != only)
        {
            throw Bad($"is '{given}'; the module has '{only}' only", name);
        }
    }

    /// <summary>Refuses options out of their ranges.</summary>
    /// <param name="options">A record with validation attributes.</param>
    /// <exception cref="InvalidInputException">One is.</exception>
    public void Check(object options)
    {
        List<ValidationResult> faults = [];
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        if (faults.Count > 0)
        {
            throw Bad(faults[0].ErrorMessage ?? "is out of range", faults[0].MemberNames.FirstOrDefault());
        }
    }

    /// <summary>Refuses heads that do not divide a width.</summary>
    /// <exception cref="InvalidInputException">They don't.</exception>
    public void CheckHeads(int width, int heads, string name = "num_attention_heads")
    {
        if (heads < 1 || width % heads != 0)
        {
            throw Bad($"{width} is no multiple of {heads}", name);
        }
    }

    /// <summary>An error that names the file and a setting.</summary>
    /// <param name="problem">What is wrong with it.</param>
    /// <param name="name">The setting.</param>
    public InvalidInputException Bad(string problem, string? name) => new(_file, problem, _record, name);

    private bool TryGet(string name, out JsonElement value)
    {
        try
        {
            return Root.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair in any name is reported so.
            throw new InvalidInputException(_file, "holds a name that is no Unicode text", _record, innerException: e);
        }
    }
}
