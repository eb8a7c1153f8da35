using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MapDet.Core;
using MapDet.Core.Detection;
using MapDet.Core.Detection.Pretrained;
using MapDet.Core.Weights.Hub;

namespace MapDet.Stage2.Settings;

/// <summary>Where a run's pretrained parts come from: the section <c>pretrained</c> of its <c>config.json</c>.</summary>
internal sealed record PretrainedSettings
{
    /// <summary>The name of the section.</summary>
    public const string SectionName = "pretrained";

    /// <summary>The value of <see cref="QFormer"/> that starts from random weights.</summary>
    public const string None = "none";

    /// <summary>The value of <see cref="QFormer"/> that means <see cref="Blip2Repository"/> in the local cache.</summary>
    public const string Blip2 = "blip2";

    private const string Blip2Repository = "Salesforce/blip2-opt-2.7b";
    private const string LanguageRepository = "lmsys/vicuna-7b-v1.5";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>The folder of a language model; null: the model brings its own.</summary>
    public string? Language { get; init; }

    /// <summary><see cref="Blip2"/>, <see cref="None"/> or a folder; null: as the preset has it.</summary>
    public string? QFormer { get; init; }

    /// <summary>A file with map queries and decoder of the original system; null: they start from random weights.</summary>
    public string? Map { get; init; }

    /// <summary>Reads the section.</summary>
    /// <param name="section">What the file holds; null for nothing.</param>
    /// <param name="file">For messages.</param>
    /// <exception cref="InvalidInputException">It holds something else.</exception>
    public static PretrainedSettings FromJson(JsonNode? section, string file)
    {
        try
        {
            return section?.Deserialize<PretrainedSettings>(s_json) ?? new PretrainedSettings();
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(file, e.Message, record: SectionName, field: e.Path, innerException: e);
        }
    }

    /// <summary>Writes the section.</summary>
    public JsonNode? ToJson() => JsonSerializer.SerializeToNode(this, s_json);

    /// <summary>Finds the checkpoints and fits the model to them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="visionPath">A checkpoint's folder, or a file, which is not read here; null: BLIP-2's tower comes from where its Q-Former does.</param>
    /// <exception cref="MapDetException">A checkpoint is not there; the message says how to get it.</exception>
    public MapDetOptions Apply(MapDetOptions model, string? visionPath)
    {
        bool hasText = model.Language is { Enabled: true, VocabSize: > 0 };
        if (hasText && Language is null)
        {
            throw new MapDetException(
                $"--llm-path is missing: preset '{model.Preset}' needs the folder of a language model, such as what 'mapdet download {LanguageRepository}' loads; "
                + $"the presets '{ModelPresets.Tiny}' and '{ModelPresets.Small}' need none.");
        }

        string? qFormer = FindQFormer(QFormer ?? (hasText ? Blip2 : None));
        string? vision = visionPath is null ? qFormer : Directory.Exists(visionPath) ? visionPath : null;
        if (hasText && vision is null)
        {
            throw new MapDetException("--vision-path is missing: without a pretrained Q-Former the vision tower has to be the folder of a BLIP-2 or CLIP checkpoint.");
        }

        return PretrainedConfiguration.Apply(model with
        {
            Pretrained = model.Pretrained with { Language = Folder(Language, "--llm-path"), QFormer = qFormer, Vision = vision, Map = Map },
        });
    }

    /// <summary>Fits the model to those checkpoints that are there, for a look at its shapes; what is not there has those of the preset.</summary>
    /// <param name="model">The model.</param>
    /// <param name="visionPath">A checkpoint's folder, or a file; null: none.</param>
    /// <exception cref="MapDetException">A folder that the user named is not there.</exception>
    public MapDetOptions ApplyFound(MapDetOptions model, string? visionPath)
    {
        string? qFormer = QFormer is null or Blip2 ? FindBlip2(model) : FindQFormer(QFormer);
        return PretrainedConfiguration.Apply(model with
        {
            Pretrained = model.Pretrained with
            {
                Language = Folder(Language, "--llm-path"),
                QFormer = qFormer,
                Vision = visionPath is not null && Directory.Exists(visionPath) ? visionPath : qFormer,
                Map = Map,
            },
        });
    }

    private static string? FindBlip2(MapDetOptions model) => model.Language is { Enabled: true, VocabSize: > 0 }
        ? new HubCache(HubSettings.FromEnvironment(Environment.GetEnvironmentVariable).CacheFolder).Find(Blip2Repository)
        : null;

    private static string? FindQFormer(string given) => given switch
    {
        None => null,
        Blip2 => new HubCache(HubSettings.FromEnvironment(Environment.GetEnvironmentVariable).CacheFolder).Find(Blip2Repository)
            ?? throw new MapDetException(
                $"--qformer-pretrained {Blip2}: {Blip2Repository} is not in the local cache; 'mapdet download {Blip2Repository}' loads it, "
                + $"a folder names another place, {None} starts from random weights."),
        _ => Folder(given, "--qformer-pretrained"),
    };

    private static string? Folder(string? path, string flag) => path is null || Directory.Exists(path)
        ? path
        : throw new MapDetException($"{flag} {path}: there is no such folder.");
}
