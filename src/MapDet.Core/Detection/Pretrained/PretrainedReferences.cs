using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using TorchSharp;

namespace MapDet.Core.Detection.Pretrained;

/// <summary>The checkpoints that a model file names in place of frozen parts: its metadata under <see cref="MetadataKey"/>.</summary>
/// <param name="FrozenType">The type that the frozen parts were computed in.</param>
/// <param name="Parts">What was read from where, the origin of trained parts included.</param>
public sealed record PretrainedReferences(torch.ScalarType FrozenType, ImmutableArray<PretrainedPart> Parts)
{
    /// <summary>The metadata key.</summary>
    public const string MetadataKey = "mapdet.pretrained";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>No checkpoint.</summary>
    public static PretrainedReferences None { get; } = new(torch.ScalarType.Float32, []);

    /// <summary>True for a tensor that belongs to one of the frozen parts.</summary>
    /// <param name="name">The tensor's name in the model.</param>
    public bool Holds(string name) => Parts.Any(part => part.IsFrozen && name.StartsWith(part.Name + '.', StringComparison.Ordinal));

    /// <summary>Writes the references.</summary>
    public string ToJson() => JsonSerializer.Serialize(this with { Parts = [.. Parts.Select(p => p with { Report = "" })] }, s_json);

    /// <summary>Reads the references of a model file.</summary>
    /// <param name="metadata">The file's metadata.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="InvalidInputException">They can't be read.</exception>
    public static PretrainedReferences Read(IReadOnlyDictionary<string, string> metadata, string file)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (!metadata.TryGetValue(MetadataKey, out string? json))
        {
            return None;
        }

        try
        {
            PretrainedReferences? read = JsonSerializer.Deserialize<PretrainedReferences>(json, s_json);
            return read is { Parts.IsDefault: false } ? read : throw new InvalidInputException(file, "is no list of checkpoints", "__metadata__", MetadataKey);
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(file, $"can't be read: {e.Message}", "__metadata__", MetadataKey, e);
        }
    }

    /// <summary>Finds the frozen parts on this machine.</summary>
    /// <param name="given">Where the user says that they are; null or without a path: where they were.</param>
    /// <param name="file">The file that refers to them, for messages.</param>
    /// <exception cref="InvalidInputException">A folder is not there.</exception>
    public PretrainedOptions Locate(PretrainedOptions? given, string file)
    {
        string? vision = Folder(PretrainedPart.VisionModel, given?.Vision, "--vision-path", file);
        string? language = Folder(PretrainedPart.LanguageModel, given?.Language, "--llm-path", file);
        return new PretrainedOptions { Vision = vision, Language = language, FrozenType = FrozenType, Device = given?.Device };
    }

    /// <summary>Refuses checkpoints that are not the ones which the file refers to.</summary>
    /// <param name="loaded">What was read.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="InvalidInputException">One is another.</exception>
    public void Check(ImmutableArray<PretrainedPart> loaded, string file)
    {
        foreach (PretrainedPart expected in Parts.Where(p => p.IsFrozen))
        {
            PretrainedPart? found = loaded.FirstOrDefault(p => p.Name == expected.Name);
            if (found?.Fingerprint != expected.Fingerprint)
            {
                throw new InvalidInputException(
                    file,
                    $"was trained with the checkpoint {expected.Path} ({expected.Fingerprint[..Math.Min(12, expected.Fingerprint.Length)]}…); "
                    + $"{found?.Path ?? "nothing"} is another one",
                    expected.Name);
            }
        }
    }

    private string? Folder(string part, string? given, string flag, string file)
    {
        PretrainedPart? reference = Parts.FirstOrDefault(p => p.Name == part);
        string? folder = reference is null ? null : given ?? reference.Path;
        return folder is null || Directory.Exists(folder)
            ? folder
            : throw new InvalidInputException(file, $"its checkpoint {folder} is not there; say where it is ({flag})", part);
    }
}
