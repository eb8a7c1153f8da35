using MapDet.Core.Batching;
using MapDet.Core.Contracts;

namespace MapDet.Training.Preflight.Checks;

/// <summary>Are samples and pictures there? Looks at the first and the last sample of each set.</summary>
/// <param name="loader">Loads batches; another one than the package's may need no files. Null: the package's.</param>
internal sealed class DataCheck(IMapBatchLoader? loader = null) : IPreflightCheck
{
    private readonly bool _readsFiles = loader is null or MapBatchLoader;

    /// <inheritdoc/>
    public string Name => "data";

    /// <inheritdoc/>
    public PreflightResult Check(PreflightContext context)
    {
        (IMapDataset training, IMapDataset validation) = (context.TrainingData, context.ValidationData);
        if (FirstMissing(training) is { } missing)
        {
            return PreflightResult.Error($"the picture {missing} of {training.Name} does not exist.");
        }

        if (validation.Count == 0)
        {
            return PreflightResult.Warning($"{validation.Name} has no samples: no model is evaluated, and none is the best.");
        }

        return FirstMissing(validation) is { } missingForValidation
            ? PreflightResult.Error($"the picture {missingForValidation} of {validation.Name} does not exist.")
            : PreflightResult.Passed(FormattableString.Invariant(
                $"{training.Count:N0} samples of {training.Name} and {validation.Count:N0} of {validation.Name}{(_readsFiles ? ", pictures of the first and last are there" : "")}"));
    }

    private string? FirstMissing(IMapDataset dataset) => dataset.Count == 0 || !_readsFiles
        ? null
        : new[] { dataset[0], dataset[dataset.Count - 1] }
            .SelectMany(sample => sample.Frame.Cameras)
            .Select(camera => camera.ImagePath)
            .FirstOrDefault(path => !File.Exists(path));
}
