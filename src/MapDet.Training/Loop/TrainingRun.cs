using System.Collections.Immutable;
using MapDet.Core.Detection;

namespace MapDet.Training.Loop;

/// <summary>A run that begins or goes on, as observers see it.</summary>
public sealed record TrainingRun
{
    /// <summary>Where its files are.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>The model's options.</summary>
    public required MapDetOptions Model { get; init; }

    /// <summary>The training options.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The device that the model is on, such as <c>cpu</c>.</summary>
    public required string Device { get; init; }

    /// <summary>The training set.</summary>
    public required DatasetSummary TrainingData { get; init; }

    /// <summary>The validation set.</summary>
    public required DatasetSummary ValidationData { get; init; }

    /// <summary>What is trained.</summary>
    public required ImmutableArray<TrainedGroup> Groups { get; init; }

    /// <summary>What is not.</summary>
    public required ImmutableArray<FrozenPart> Frozen { get; init; }

    /// <summary>Steps of an epoch.</summary>
    public required int StepsPerEpoch { get; init; }

    /// <summary>Steps planned in all.</summary>
    public required int TotalSteps { get; init; }

    /// <summary>Steps made before, by the run that this one resumes; 0 for a new run.</summary>
    public int StartStep { get; init; }

    /// <summary>The checkpoint that the run goes on from, or null.</summary>
    public string? ResumedFrom { get; init; }
}
