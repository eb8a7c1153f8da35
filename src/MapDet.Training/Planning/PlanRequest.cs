using MapDet.Core.Detection;
using MapDet.Training.Loop;

namespace MapDet.Training.Planning;

/// <summary>A run whose memory is to be predicted.</summary>
/// <param name="Model">The model, of the default stages.</param>
/// <param name="Training">Its training.</param>
public sealed record PlanRequest(MapDetOptions Model, TrainingOptions Training)
{
    /// <summary>Where the run computes.</summary>
    public bool IsOnGpu { get; init; }

    /// <summary>Samples of the training set; v1.0-mini has 323.</summary>
    public int TrainingSamples { get; init; } = 323;

    /// <summary>Samples of the validation set; v1.0-mini has 81.</summary>
    public int ValidationSamples { get; init; } = 81;

    /// <summary>Samples of the data set's tables; 0: as many as both sets have.</summary>
    public int TableSamples { get; init; }

    /// <summary>Pictures that are read at the same time.</summary>
    public int Workers { get; init; } = 4;

    /// <summary>Processors, which limit how many pictures are read in fact.</summary>
    public int Processors { get; init; } = Environment.ProcessorCount;

    /// <summary>Whole batches that wait for their use.</summary>
    public int Prefetch { get; init; } = 2;

    /// <summary>Width of the pictures on disk, pixels.</summary>
    public int PictureWidth { get; init; } = 1600;

    /// <summary>Height of the pictures on disk, pixels.</summary>
    public int PictureHeight { get; init; } = 900;

    /// <summary>Tokens of the prompt; null: about as many as its text has.</summary>
    public int? PromptLength { get; init; }

    /// <summary>Steps that the run makes; null: all of <see cref="TrainingOptions.Epochs"/>.</summary>
    public int? Steps { get; init; }
}
