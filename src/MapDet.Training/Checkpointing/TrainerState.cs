using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MapDet.Core.Contracts;
using MapDet.Training.Optimization;

namespace MapDet.Training.Checkpointing;

/// <summary>Everything beside the tensors that a run needs to go on as if it had never stopped: <c>trainer_state.json</c>.</summary>
internal sealed record TrainerState
{
    /// <summary>The version of the format that this code writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the format.</summary>
    public int FormatVersion { get; init; } = CurrentVersion;

    /// <summary>Steps made, skipped ones included.</summary>
    public int Step { get; init; }

    /// <summary>Epochs closed: evaluated where due.</summary>
    public int EpochsFinished { get; init; }

    /// <summary>Updates of the optimiser: steps less the skipped ones.</summary>
    public long Updates { get; init; }

    /// <summary>Steps skipped so far.</summary>
    public int SkippedSteps { get; init; }

    /// <summary>Steps skipped since the last good one.</summary>
    public int SkippedInARow { get; init; }

    /// <summary>Sum of the total losses of the present epoch.</summary>
    public double EpochLossSum { get; init; }

    /// <summary>Number of losses in that sum.</summary>
    public int EpochLossCount { get; init; }

    /// <summary>The mean total loss of the present epoch's steps so far.</summary>
    [JsonIgnore]
    public double AverageLoss => EpochLossCount > 0 ? EpochLossSum / EpochLossCount : 0;

    /// <summary>The last step after which the model was evaluated; -1: none.</summary>
    public int LastEvaluatedStep { get; init; } = -1;

    /// <summary>Scores of the last evaluation.</summary>
    public MapMetrics? LastMetrics { get; init; }

    /// <summary>Scores of the untrained model.</summary>
    public MapMetrics? UntrainedMetrics { get; init; }

    /// <summary>Scores of the best model.</summary>
    public MapMetrics? BestMetrics { get; init; }

    /// <summary>The step after which the best model was found.</summary>
    public int BestStep { get; init; }

    /// <summary>Evaluations since then.</summary>
    public int EvaluationsSinceBest { get; init; }

    /// <summary>Into how many pieces micro-batches are cut because they did not fit into memory.</summary>
    public int MicroBatchParts { get; init; } = 1;

    /// <summary>What the loss is multiplied by; null where it is not.</summary>
    public GradientScale? GradientScale { get; init; }

    /// <summary>Seconds of the run so far.</summary>
    public double ElapsedSeconds { get; init; }

    /// <summary>What must be the same for the run to go on.</summary>
    public RunIdentity Identity { get; init; } = new();

    /// <summary>The other files of the checkpoint, so that damage is found.</summary>
    public ImmutableArray<CheckpointFile> Files { get; init; } = [];
}
