using System.Collections.Immutable;
using MapDet.Training.Optimization;

namespace MapDet.Training.Loop;

/// <summary>What a step did.</summary>
/// <param name="Loss">The loss of its samples.</param>
/// <param name="Gradients">Norms before clipping; those of a loss that is not finite are not computed and stand as NaN.</param>
/// <param name="Culprit">Null, or the first parameter whose gradient is not finite.</param>
/// <param name="Faults">Predictions that are not finite.</param>
internal sealed record StepOutcome(LossValues Loss, GradientNorms Gradients, string? Culprit, ImmutableArray<SampleFault> Faults)
{
    /// <summary>True where a gradient that is not finite may be due to the factor that the loss was multiplied by, which has been halved since.</summary>
    public bool MayBeTooLargeAScale { get; init; }

    /// <summary>True where loss or gradients were not finite: nothing was changed then.</summary>
    public bool IsSkipped => !Loss.IsFinite || !Gradients.IsFinite;

    /// <summary>What was not finite, as the subject of a sentence: the earliest that is known.</summary>
    public string WhatIsNotFinite => (Faults, Culprit) switch
    {
        ({ IsEmpty: false }, _) => string.Join(", ", Faults),
        (_, null) => "the loss",
        _ => $"the gradient of {Culprit}",
    };
}
