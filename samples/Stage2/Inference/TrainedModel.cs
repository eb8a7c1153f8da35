using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Weights;
using MapDet.Training.Checkpointing;

namespace MapDet.Stage2.Inference;

/// <summary>A model of <c>--checkpoint</c>.</summary>
/// <param name="Path">What the user gave.</param>
/// <param name="Location">Where its weights are.</param>
/// <param name="Options">What it was built and trained with.</param>
/// <param name="Record">What it was trained on; null for a model that was not trained here.</param>
internal sealed record TrainedModel(string Path, ModelLocation Location, MapDetOptions Options, TrainingRecord? Record)
{
    /// <summary>Reads what a checkpoint says about itself.</summary>
    /// <param name="path">A file, a checkpoint's folder, or a run's folder.</param>
    /// <exception cref="InvalidInputException">There is none, or it is damaged.</exception>
    public static TrainedModel Open(string path)
    {
        ModelLocation location = ModelLocation.Find(path);
        using SafetensorsFile file = SafetensorsFile.Open(location.ModelPath);
        return new TrainedModel(path, location, MapModelFile.ReadOptions(file), TrainingRecord.Read(file.Metadata, file.Path));
    }

    /// <summary>Refuses samples that the model was trained on.</summary>
    /// <param name="dataset">What is to be scored.</param>
    /// <exception cref="MapDetException">It was trained on some of them.</exception>
    public void RefuseTrainingSamples(IMapDataset dataset)
    {
        if (Record is null)
        {
            return;
        }

        ImmutableArray<string> seen = [.. Enumerable.Range(0, dataset.Count).Select(i => dataset[i].Token).Where(Record.Samples.Contains)];
        if (seen.Length > 0)
        {
            throw new MapDetException(
                $"{Path}: the model was trained on {seen.Length} of the {dataset.Count} samples of '{dataset.Name}', the first of them {seen[0]}. "
                + "Its score there says little; --allow-train-samples scores it all the same.");
        }
    }
}
