using MapDet.Training.Optimization;

namespace MapDet.Training.Loop;

/// <summary>What a step did.</summary>
/// <param name="Loss">The loss of its samples.</param>
/// <param name="Gradients">Norms before clipping; those of a loss that is not finite are not computed and stand as NaN.</param>
/// <param name="Culprit">Null, or the first parameter whose gradient is not finite.</param>
internal sealed record StepOutcome(LossValues Loss, GradientNorms Gradients, string? Culprit)
{
    /// <summary>True where loss or gradients were not finite: nothing was changed then.</summary>
    public bool IsSkipped => !Loss.IsFinite || !Gradients.IsFinite;
}
