using System.CommandLine;
using MapDet.Core;
using MapDet.Core.Detection;
using MapDet.Core.Language;
using MapDet.Stage2.Settings;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Flags;

/// <summary>The flags of <c>train</c>: data, model and training. A flag wins over the configuration file, and that over the preset.</summary>
internal sealed class RunFlags
{
    private readonly DataFlags _data = new();
    private readonly TrainingFlags _training = new();
    private readonly Option<string?> _trainCache = new("--gt-cache-train") { Description = "Ground-truth cache of the training split; made when absent.", HelpName = "F.arrow" };
    private readonly Option<string?> _validationCache = new("--gt-cache-val") { Description = "Ground-truth cache of the validation split; made when absent.", HelpName = "F.arrow" };
    private readonly Option<string?> _preset = new("--preset") { Description = $"{string.Join(", ", ModelPresets.Names)}; default: {ModelPresets.Blip2Vicuna7B}.", HelpName = "P" };
    private readonly Option<string?> _config = new("--config") { Description = "A file with the schema of a run's config.json that changes the preset.", HelpName = "FILE" };
    private readonly Option<string?> _llmPath = new("--llm-path") { Description = "The folder of a pretrained language model of the LLaMA architecture, such as Vicuna.", HelpName = "DIR" };
    private readonly Option<LanguageWeights?> _llmWeights = new("--llm-weights")
    {
        Description = "How the language model's weights are kept: as they are, in 8 bits or in 4 (QLoRA's NormalFloat).",
        HelpName = "float|int8|nf4",
        CustomParser = LanguageWeightsParser.Parse,
    };

    private readonly Option<string?> _qFormerPretrained = new("--qformer-pretrained") { Description = "What the Q-Former starts from: Salesforce/blip2-opt-2.7b in the local cache, random weights, or a folder.", HelpName = "blip2|none|PATH" };
    private readonly Option<string?> _mapPretrained = new("--map-pretrained") { Description = "Map queries and decoder of the original system to start from; the decoder becomes that system's.", HelpName = "FILE.pth" };
    private readonly Option<string?> _visionPath = new("--vision-path") { Description = "Weights of the vision tower: a file of pretrain-vision, or the folder of a BLIP-2 or CLIP checkpoint.", HelpName = "PATH" };
    private readonly Option<int?> _workers = new("--num-workers") { Description = "Pictures that are read at the same time.", HelpName = "N" };

    /// <summary>Gives a command these flags.</summary>
    public void AddTo(Command command)
    {
        _data.AddTo(command);
        foreach (Option option in new Option[] { _trainCache, _validationCache, _preset, _config, _llmPath, _llmWeights, _qFormerPretrained, _mapPretrained, _visionPath, _workers })
        {
            command.Options.Add(option);
        }

        _training.AddTo(command);
    }

    /// <summary>Puts preset, configuration file and flags together.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="needsCheckpoints">False where shapes are enough, so that a checkpoint which is not there is no fault.</param>
    /// <exception cref="MapDetException">A preset, a file or a flag can't be used.</exception>
    public Stage2Settings Resolve(ParseResult arguments, bool needsCheckpoints = true)
    {
        Stage2Settings settings = Load(arguments);
        TrainingOptions training = _training.Apply(settings.Training, arguments);
        training = training with { VisionPath = arguments.GetValue(_visionPath) ?? training.VisionPath };
        training.Validate();
        PretrainedSettings pretrained = new()
        {
            Language = arguments.GetValue(_llmPath) ?? settings.Pretrained.Language,
            QFormer = arguments.GetValue(_qFormerPretrained) ?? settings.Pretrained.QFormer,
            Map = arguments.GetValue(_mapPretrained) ?? settings.Pretrained.Map,
        };
        MapDetOptions model = WithWeights(settings.Model, arguments.GetValue(_llmWeights));
        return settings with
        {
            Model = needsCheckpoints ? pretrained.Apply(model, training.VisionPath) : pretrained.ApplyFound(model, training.VisionPath),
            Training = training,
            Data = Apply(settings.Data, arguments),
            Pretrained = pretrained,
        };
    }

    private static MapDetOptions WithWeights(MapDetOptions model, LanguageWeights? weights) =>
        weights is null ? model : model with { Language = model.Language with { Weights = weights.Value } };

    private Stage2Settings Load(ParseResult arguments)
    {
        string? preset = arguments.GetValue(_preset);
        if (arguments.GetValue(_config) is not { } file)
        {
            return Stage2Settings.OfPreset(preset ?? ModelPresets.Blip2Vicuna7B, new DataSettings());
        }

        RunConfiguration configuration = RunConfiguration.Load(file, preset);
        return new Stage2Settings(
            preset is null ? configuration.Model : configuration.Model with { Preset = preset },
            configuration.Training,
            DataSettings.FromJson(configuration.Sections.GetValueOrDefault(DataSettings.SectionName), file))
        {
            Pretrained = PretrainedSettings.FromJson(configuration.Sections.GetValueOrDefault(PretrainedSettings.SectionName), file),
        };
    }

    private DataSettings Apply(DataSettings data, ParseResult arguments) => data with
    {
        DataRoot = arguments.GetValue(_data.DataRoot) ?? data.DataRoot,
        Version = arguments.GetValue(_data.Version) ?? data.Version,
        SplitFile = arguments.GetValue(_data.SplitFile) ?? data.SplitFile,
        TrainCache = arguments.GetValue(_trainCache) ?? data.TrainCache,
        ValidationCache = arguments.GetValue(_validationCache) ?? data.ValidationCache,
        Workers = arguments.GetValue(_workers) ?? data.Workers,
    };
}
