using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Detection.Pretrained;
using MapDet.Training.Loop;

namespace MapDet.Training.Checkpointing;

/// <summary>Where a trained model's weights are: a file, a checkpoint's folder, or a run's folder.</summary>
/// <param name="ModelPath">The main file.</param>
/// <param name="FrozenPaths">Files with frozen parts that the main file lacks.</param>
public sealed record ModelLocation(string ModelPath, ImmutableArray<string> FrozenPaths)
{
    /// <summary>The file with the weights of the best model of a run.</summary>
    public const string BestModelFile = "best_model.safetensors";

    /// <summary>The file with the weights after the last step of a run.</summary>
    public const string FinalModelFile = "final_model.safetensors";

    /// <summary>Finds the weights.</summary>
    /// <param name="path">A safetensors file; a folder of a checkpoint, whose averaged weights are taken where it has them; or a folder of a run, whose best model is taken, else its final one.</param>
    /// <exception cref="InvalidInputException">There is nothing of the kind.</exception>
    public static ModelLocation Find(string path)
    {
        string full = Path.GetFullPath(path);
        if (File.Exists(full))
        {
            return new ModelLocation(full, SiblingFrozen(full));
        }

        foreach (string name in new[] { BestModelFile, FinalModelFile, CheckpointStore.AveragedModelFile, CheckpointStore.ModelFile })
        {
            string candidate = Path.Combine(full, name);
            if (File.Exists(candidate))
            {
                return new ModelLocation(candidate, SiblingFrozen(candidate));
            }
        }

        throw new InvalidInputException(path, "no model here: it is neither a file nor a folder of a run or of a checkpoint");
    }

    /// <summary>Builds the model and fills it.</summary>
    /// <param name="factory">Builds the model; null: one with the default stages.</param>
    /// <param name="pretrained">Where checkpoints are that the model refers to; null: where they were.</param>
    /// <exception cref="InvalidInputException">A file is damaged or does not fit.</exception>
    public LoadedMapModel Load(IMapModelFactory? factory = null, PretrainedOptions? pretrained = null) =>
        MapModelFile.Load(ModelPath, FrozenPaths, factory, pretrained);

    private static ImmutableArray<string> SiblingFrozen(string modelPath)
    {
        if (Path.GetFileName(modelPath) is not (CheckpointStore.ModelFile or CheckpointStore.AveragedModelFile))
        {
            return [];
        }

        string frozen = Path.Combine(Path.GetDirectoryName(modelPath)!, "..", RunPreparation.FrozenFile);
        return File.Exists(frozen) ? [Path.GetFullPath(frozen)] : [];
    }
}
