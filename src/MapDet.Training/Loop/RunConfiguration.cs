using System.Text.Json;
using System.Text.Json.Nodes;
using MapDet.Core;
using MapDet.Core.Detection;
using MapDet.Core.IO;

namespace MapDet.Training.Loop;

/// <summary>A run's <c>config.json</c>, which is also what <c>--config</c> takes.</summary>
/// <param name="Model">The model's options.</param>
/// <param name="Training">The training options.</param>
/// <param name="Sections">Further sections by name, such as <c>data</c>; what they hold is the business of whoever adds them.</param>
public sealed record RunConfiguration(MapDetOptions Model, TrainingOptions Training, IReadOnlyDictionary<string, JsonNode?> Sections)
{
    private const string ModelKey = "model";
    private const string TrainingKey = "training";
    private const string PresetKey = "preset";

    /// <summary>The name of the preset that the values started from.</summary>
    public string Preset => Model.Preset;

    /// <summary>Reads a configuration. What it does not mention is as in the preset that it names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="presetOverride">Takes the place of the preset that the file names; null: the file's.</param>
    /// <exception cref="InvalidInputException">The file is missing, no JSON, or holds a value of the wrong kind.</exception>
    public static RunConfiguration Load(string path, string? presetOverride = null)
    {
        try
        {
            JsonObject root = JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
            }) as JsonObject ?? throw new InvalidInputException(path, "it holds no JSON object");
            string preset = presetOverride ?? PresetName(path, root[PresetKey]);
            Dictionary<string, JsonNode?> sections = root
                .Where(p => p.Key is not (ModelKey or TrainingKey or PresetKey))
                .ToDictionary(p => p.Key, p => p.Value?.DeepClone());
            JsonObject model = Merge(ToJson(ModelPresets.Get(preset)), Section(path, root, ModelKey));
            JsonObject training = Merge(ToJson(TrainingPresets.Get(preset)), Section(path, root, TrainingKey));
            return new RunConfiguration(
                MapDetOptionsJson.Deserialize(model.ToJsonString(), path), training.Deserialize<TrainingOptions>(TrainingJson.Options)!, sections);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InvalidInputException(path, e.Message, innerException: e);
        }
    }

    /// <summary>Writes the configuration.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path)
    {
        JsonObject root = new()
        {
            [PresetKey] = Preset,
            [ModelKey] = ToJson(Model),
            [TrainingKey] = ToJson(Training),
        };
        foreach ((string name, JsonNode? section) in Sections)
        {
            root[name] = section?.DeepClone();
        }

        AtomicFile.WriteText(path, root.ToJsonString(TrainingJson.Options) + "\n");
    }

    private static JsonObject ToJson(MapDetOptions options) => JsonNode.Parse(MapDetOptionsJson.Serialize(options))!.AsObject();

    private static JsonObject ToJson(TrainingOptions options) => JsonSerializer.SerializeToNode(options, TrainingJson.Options)!.AsObject();

    private static string PresetName(string path, JsonNode? node) => node switch
    {
        null => new MapDetOptions().Preset,
        JsonValue value when value.TryGetValue(out string? name) => name,
        _ => throw new InvalidInputException(path, "it is no text", field: PresetKey),
    };

    private static JsonObject Section(string path, JsonObject root, string name) => root[name] switch
    {
        null => [],
        JsonObject section => section,
        _ => throw new InvalidInputException(path, "it is no object", field: name),
    };

    private static JsonObject Merge(JsonObject target, JsonObject changes)
    {
        foreach ((string name, JsonNode? value) in changes)
        {
            if (!target.ContainsKey(name))
            {
                throw new JsonException($"there is no setting '{name}'; there are {string.Join(", ", target.Select(p => p.Key))}");
            }

            if (target[name] is JsonObject inner && value is JsonObject innerChanges)
            {
                Merge(inner, innerChanges);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }

        return target;
    }
}
