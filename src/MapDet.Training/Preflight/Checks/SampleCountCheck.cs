using MapDet.Core.Contracts;

namespace MapDet.Training.Preflight.Checks;

/// <summary>Are there samples enough for numbers that mean something?</summary>
internal sealed class SampleCountCheck : IPreflightCheck
{
    private const int FewTrainingSamples = 200;
    private const int FewValidationSamples = 50;
    private const string MiniPrefix = "mini_";

    /// <inheritdoc/>
    public string Name => "samples";

    /// <inheritdoc/>
    public PreflightResult Check(PreflightContext context)
    {
        if (context.Training.OverfitSamples is not null)
        {
            return PreflightResult.Passed("few, on purpose");
        }

        (IMapDataset training, IMapDataset validation) = (context.TrainingData, context.ValidationData);
        if (training.Name.StartsWith(MiniPrefix, StringComparison.Ordinal))
        {
            return PreflightResult.Warning("numbers of v1.0-mini mean little: it has eight scenes to train on and two to score; use v1.0-trainval to compare anything.");
        }

        if (training.Count < FewTrainingSamples)
        {
            return PreflightResult.Warning(FormattableString.Invariant(
                $"{training.Count} training samples are few: the model will know them by heart and find little elsewhere."));
        }

        return validation.Count is > 0 and < FewValidationSamples
            ? PreflightResult.Warning(FormattableString.Invariant($"{validation.Count} validation samples are few: the score of the best model is partly chance."))
            : PreflightResult.Passed("enough to train on and to score");
    }
}
