using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Detection.Pretrained;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Detection;

/// <summary>Models as safetensors files: the weights by name, the options in the metadata.</summary>
public static class MapModelFile
{
    /// <summary>The metadata key under which the options stand, as JSON.</summary>
    public const string OptionsKey = "mapdet.options";

    /// <summary>Writes a model to a file that is complete or absent.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="model">What to write.</param>
    /// <param name="includeFrozen">
    /// True to write the frozen parts too, so that the file alone is enough; those that come from checkpoints are named in the metadata instead.
    /// </param>
    /// <param name="metadata">Further strings for the metadata.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Save(string path, IMapModel model, bool includeFrozen, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Dictionary<string, string> strings = new(metadata ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            [OptionsKey] = MapDetOptionsJson.Serialize(model.Options),
        };
        if (!model.Pretrained.IsEmpty || model.Options.Pretrained.FrozenType != torch.ScalarType.Float32)
        {
            strings[PretrainedReferences.MetadataKey] = References(model).ToJson();
        }

        IEnumerable<NamedParameter> tensors = model.TrainedGroups.SelectMany(g => g.Parameters);
        SafetensorsWriter.Write(path, includeFrozen ? tensors.Concat(OwnFrozen(model)) : tensors, strings);
    }

    /// <summary>The frozen tensors that no checkpoint holds.</summary>
    /// <param name="model">Any model.</param>
    public static IEnumerable<NamedParameter> OwnFrozen(IMapModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        PretrainedReferences references = References(model);
        return model.Frozen.Where(p => !references.Holds(p.Name));
    }

    /// <summary>Reads the options of a model file.</summary>
    /// <param name="file">The open file.</param>
    /// <exception cref="InvalidInputException">The file holds no options, or unfit ones.</exception>
    public static MapDetOptions ReadOptions(SafetensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Metadata.TryGetValue(OptionsKey, out string? json)
            ? MapDetOptionsJson.Deserialize(json, file.Path)
            : throw new InvalidInputException(file.Path, $"is no model file: its metadata have no '{OptionsKey}'", "__metadata__");
    }

    /// <summary>Builds the model of a file and fills it.</summary>
    /// <param name="path">What <see cref="Save"/> wrote.</param>
    /// <param name="frozenFiles">
    /// Files with frozen parts. What stands in one of them takes the place of what stands in <paramref name="path"/>, a later one that of an
    /// earlier one.
    /// </param>
    /// <param name="factory">Builds the model; null: one with the default stages.</param>
    /// <param name="pretrained">Where checkpoints are that the file refers to; null: where they were.</param>
    /// <returns>The model in evaluation mode, and the file's metadata.</returns>
    /// <exception cref="InvalidInputException">A file is missing or damaged, or does not fit the model; the message names what is missing.</exception>
    public static LoadedMapModel Load(
        string path, IReadOnlyList<string>? frozenFiles = null, IMapModelFactory? factory = null, PretrainedOptions? pretrained = null)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        PretrainedReferences references = PretrainedReferences.Read(file.Metadata, path);
        MapDetOptions options = ReadOptions(file) with { Pretrained = references.Locate(pretrained, path) };
        IMapModel model = (factory ?? new MapDetModelFactory()).Create(options);
        try
        {
            references.Check(model.Pretrained, path);
            NamedParameter[] trained = [.. model.TrainedGroups.SelectMany(g => g.Parameters)];
            HashSet<string> missing = new(LoadMain(file, trained, model), StringComparer.Ordinal);
            foreach (string frozenFile in frozenFiles ?? [])
            {
                using SafetensorsFile frozen = SafetensorsFile.Open(frozenFile);
                missing.ExceptWith(WeightLoader.Load(frozen, OwnFrozen(model), mayBeMissing: _ => true).Loaded);
            }

            if (missing.Count > 0)
            {
                throw new InvalidInputException(
                    path,
                    $"lacks {missing.Count} frozen tensors, the first of them '{missing.First()}'; give the file that has them as well",
                    missing.First());
            }

            return new LoadedMapModel(model, new Dictionary<string, string>(file.Metadata, StringComparer.Ordinal));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Fills the model from its main file and says which frozen tensors that file lacks.</summary>
    private static ImmutableArray<string> LoadMain(SafetensorsFile file, NamedParameter[] trained, IMapModel model)
    {
        NamedParameter[] frozen = [.. OwnFrozen(model)];
        HashSet<string> frozenNames = new(frozen.Select(p => p.Name), StringComparer.Ordinal);
        return WeightLoader.Load(file, trained.Concat(frozen), mayBeMissing: frozenNames.Contains).Missing;
    }

    private static PretrainedReferences References(IMapModel model) => new(model.Options.Pretrained.FrozenType, model.Pretrained);
}
