using MapDet.Core;
using MapDet.Training.Loop;

namespace MapDet.Training.Checkpointing;

/// <summary>What decides which samples a step sees and what they mean: the same in a run and in the one that resumes it.</summary>
internal sealed record RunIdentity
{
    /// <summary>The seed.</summary>
    public long Seed { get; init; }

    /// <summary>Samples of a micro-batch.</summary>
    public int BatchSize { get; init; }

    /// <summary>Micro-batches of a step.</summary>
    public int AccumulationSteps { get; init; }

    /// <summary>Whether samples are mirrored.</summary>
    public bool MirrorAugmentation { get; init; }

    /// <summary>By how much colours are changed at most.</summary>
    public double ColorJitter { get; init; }

    /// <summary>The number type of the frozen stages.</summary>
    public TrainingPrecision Precision { get; init; }

    /// <summary>Samples of the training set.</summary>
    public int TrainingSamples { get; init; }

    /// <summary>Samples that are learnt by heart; 0: all are trained on.</summary>
    public int OverfitSamples { get; init; }

    /// <summary>How slowly averaged weights follow; 0: none are averaged.</summary>
    public double EmaDecay { get; init; }

    /// <summary>Hash of the training set's ground truth.</summary>
    public string GroundTruthHash { get; init; } = "";

    /// <summary>The model's options as JSON.</summary>
    public string ModelOptions { get; init; } = "";

    /// <summary>Checks that another run may go on from here.</summary>
    /// <param name="other">The identity of that run.</param>
    /// <param name="checkpoint">The checkpoint, for messages.</param>
    /// <exception cref="InvalidInputException">Something differs; the message names it.</exception>
    public void Check(RunIdentity other, string checkpoint)
    {
        Compare(nameof(Seed), Seed, other.Seed);
        Compare(nameof(BatchSize), BatchSize, other.BatchSize);
        Compare(nameof(AccumulationSteps), AccumulationSteps, other.AccumulationSteps);
        Compare(nameof(MirrorAugmentation), MirrorAugmentation, other.MirrorAugmentation);
        Compare(nameof(ColorJitter), ColorJitter, other.ColorJitter);
        Compare(nameof(Precision), Precision, other.Precision);
        Compare(nameof(TrainingSamples), TrainingSamples, other.TrainingSamples);
        Compare(nameof(OverfitSamples), OverfitSamples, other.OverfitSamples);
        Compare(nameof(EmaDecay), EmaDecay, other.EmaDecay);
        Compare(nameof(GroundTruthHash), GroundTruthHash, other.GroundTruthHash);
        Compare(nameof(ModelOptions), ModelOptions, other.ModelOptions);

        void Compare<T>(string field, T mine, T theirs)
            where T : notnull
        {
            if (!mine.Equals(theirs))
            {
                throw new InvalidInputException(
                    Path.Combine(checkpoint, CheckpointStore.StateFile),
                    $"the checkpoint has {mine}, this run {theirs}: it can't go on from there",
                    field: field);
            }
        }
    }
}
