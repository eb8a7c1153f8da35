using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Training.Loop;
using TorchSharp;

namespace MapDet.Training.Preflight;

/// <summary>What a check before a run can look at.</summary>
public sealed record PreflightContext
{
    /// <summary>The model's options.</summary>
    public required MapDetOptions Model { get; init; }

    /// <summary>The training options.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The training set, its ground-truth cache made and opened.</summary>
    public required IMapDataset TrainingData { get; init; }

    /// <summary>The validation set, its ground-truth cache made and opened.</summary>
    public required IMapDataset ValidationData { get; init; }

    /// <summary>Where the run computes.</summary>
    public required torch.Device Device { get; init; }
}
