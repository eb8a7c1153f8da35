using MapDet.Training.Loop;

namespace MapDet.Training.Preflight.Checks;

/// <summary>Is the effective batch near that of the preset, which the learning rates were found with?</summary>
internal sealed class RecipeCheck : IPreflightCheck
{
    private const double Far = 4;

    /// <inheritdoc/>
    public string Name => "recipe";

    /// <inheritdoc/>
    public PreflightResult? Check(PreflightContext context)
    {
        if (!TrainingPresets.Names.Contains(context.Model.Preset))
        {
            return null;
        }

        int recipe = TrainingPresets.Get(context.Model.Preset).EffectiveBatchSize;
        int batch = context.Training.EffectiveBatchSize;
        double ratio = (double)batch / recipe;
        return ratio is >= Far or <= 1 / Far
            ? PreflightResult.Warning(FormattableString.Invariant(
                $"the effective batch is {batch}, that of preset '{context.Model.Preset}' is {recipe}: its learning rates were found with that one; change them too, or --accumulation-steps."))
            : PreflightResult.Passed(FormattableString.Invariant($"effective batch {batch}"));
    }
}
