using System.Collections.Immutable;

namespace MapDet.Training.Loop;

/// <summary>Several steps in a row had a loss or a gradient that is not finite.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="step">The last step.</param>
    /// <param name="skippedSteps">How many steps in a row.</param>
    /// <param name="loss">The last step's loss.</param>
    /// <param name="parameter">The first parameter whose gradient is not finite, with its module; null where the loss itself is not.</param>
    /// <param name="sampleTokens">The last step's samples.</param>
    /// <param name="faults">The last step's predictions that are not finite.</param>
    public TrainingDivergedException(
        int step,
        int skippedSteps,
        LossValues loss,
        string? parameter,
        ImmutableArray<string> sampleTokens,
        ImmutableArray<SampleFault> faults)
        : base($"Training diverged: at step {step}, {skippedSteps} steps in a row had no finite loss or gradient. Loss {loss.Total} "
            + $"(cls {loss.Classification}, pts {loss.Points}, dir {loss.Direction}); "
            + (faults.IsEmpty ? "" : $"not finite is {faults[0]} (one of {faults.Length}); ")
            + (parameter is null ? "no gradient is finite or was computed" : $"first gradient that is not finite: {parameter}")
            + $"; samples {string.Join(", ", sampleTokens)}. A lower rate or a smaller clip norm is what helps most often.")
    {
        Step = step;
        Parameter = parameter;
        SampleTokens = sampleTokens;
        Faults = faults;
    }

    /// <summary>The last step.</summary>
    public int Step { get; }

    /// <summary>The first parameter whose gradient is not finite.</summary>
    public string? Parameter { get; }

    /// <summary>The last step's samples.</summary>
    public ImmutableArray<string> SampleTokens { get; }

    /// <summary>The last step's predictions that are not finite; empty where only a loss or a gradient is not.</summary>
    public ImmutableArray<SampleFault> Faults { get; }
}
