using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Training.Checkpointing;
using MapDet.Training.Optimization;
using MapDet.Training.Preflight;
using TorchSharp;

namespace MapDet.Training.Loop;

/// <summary>Everything that a run needs before its first step. Owns model and optimiser.</summary>
internal sealed record PreparedRun : IDisposable
{
    public required TrainingRun Description { get; init; }

    public required IMapDataset TrainingData { get; init; }

    public required IMapDataset ValidationData { get; init; }

    public required IMapModel Model { get; init; }

    public required Stage2Optimizer Optimizer { get; init; }

    /// <summary>Averaged weights; null: none.</summary>
    public AveragedWeights? Averages { get; init; }

    public required torch.Device Device { get; init; }

    public required DataOrder Order { get; init; }

    public required CheckpointStore Checkpoints { get; init; }

    public required TrainingSamples Samples { get; init; }

    /// <summary>Where the run begins or goes on.</summary>
    public required TrainerState State { get; init; }

    /// <summary>What the checks before the first step found.</summary>
    public ImmutableArray<PreflightFinding> Preflight { get; init; } = [];

    /// <summary>What the user should know.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    public void Dispose()
    {
        Averages?.Dispose();
        Optimizer.Dispose();
        Model.Dispose();
    }
}
