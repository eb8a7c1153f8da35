using System.ComponentModel.DataAnnotations;
using MapDet.Core;

namespace MapDet.Training.Loop;

/// <summary>How a model is trained. The default values are those of the preset <c>blip2-vicuna-7b</c>.</summary>
public sealed record TrainingOptions
{
    /// <summary>Where the run writes; empty: <c>outputs/map_detection_stage2_YYYYMMDD_HHMMSS</c>.</summary>
    public string OutputDirectory { get; init; } = "";

    /// <summary>How often the training set is gone through.</summary>
    [Range(1, 1_000_000)]
    public int Epochs { get; init; } = 24;

    /// <summary>Samples of a micro-batch.</summary>
    [Range(1, 4096)]
    public int BatchSize { get; init; } = 4;

    /// <summary>Micro-batches of a step; their gradients are those of one batch of <see cref="EffectiveBatchSize"/>.</summary>
    [Range(1, 4096)]
    public int AccumulationSteps { get; init; } = 1;

    /// <summary>Learning rate of the Q-Former.</summary>
    [Range(0.0, 10.0)]
    public double QFormerRate { get; init; } = 1e-5;

    /// <summary>Learning rate of the map queries.</summary>
    [Range(0.0, 10.0)]
    public double QueriesRate { get; init; } = 1e-4;

    /// <summary>Learning rate of the map decoder.</summary>
    [Range(0.0, 10.0)]
    public double DecoderRate { get; init; } = 1e-4;

    /// <summary>AdamW's decay, the same for all groups.</summary>
    [Range(0.0, 10.0)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Steps until the full rate, where <see cref="WarmupFraction"/> is null.</summary>
    [Range(0, 100_000_000)]
    public int WarmupSteps { get; init; } = 500;

    /// <summary>The warm-up as a fraction of the whole run; null: <see cref="WarmupSteps"/> counts.</summary>
    [Range(0.0, 1.0)]
    public double? WarmupFraction { get; init; }

    /// <summary>The fraction of the rate that the warm-up starts from.</summary>
    [Range(0.0, 1.0)]
    public double WarmupStart { get; init; } = 1.0 / 3;

    /// <summary>The fraction of the rate that the cosine ends at.</summary>
    [Range(0.0, 1.0)]
    public double FinalRateFraction { get; init; } = 0.001;

    /// <summary>The largest norm of all gradients together; 0: they are not clipped.</summary>
    [Range(0.0, 1e9)]
    public double GradientClip { get; init; } = 0.1;

    /// <summary>Number type of the frozen stages; what is trained, the loss and the matcher are float32 always.</summary>
    public TrainingPrecision Precision { get; init; } = TrainingPrecision.Bf16;

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    [Required]
    [RegularExpression("auto|cpu|cuda(:[0-9]+)?", ErrorMessage = "The device is auto, cpu, cuda or cuda:N.")]
    public string Device { get; init; } = "auto";

    /// <summary>Every how many steps of an epoch a block is logged.</summary>
    [Range(1, 1_000_000)]
    public int LogInterval { get; init; } = 10;

    /// <summary>Every how many epochs a checkpoint is saved.</summary>
    [Range(1, 1_000_000)]
    public int SaveInterval { get; init; } = 1;

    /// <summary>Every how many epochs the model is evaluated.</summary>
    [Range(1, 1_000_000)]
    public int EvalInterval { get; init; } = 1;

    /// <summary>Every how many steps a checkpoint is saved besides; null: never.</summary>
    [Range(1, 1_000_000_000)]
    public int? SaveSteps { get; init; }

    /// <summary>How many checkpoints are kept, the newest; null: all. Best and final model are always kept.</summary>
    [Range(1, 1_000_000)]
    public int? KeepLast { get; init; }

    /// <summary>The run ends after this many steps, and its schedule with it; null: after <see cref="Epochs"/>.</summary>
    [Range(1, 1_000_000_000)]
    public int? MaxSteps { get; init; }

    /// <summary>
    /// The run ends after this time, evaluations included. The schedule then follows whatever is further on, steps or time: such a
    /// run can't be repeated number by number.
    /// </summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>Evaluates the model before its first step too.</summary>
    public bool EvaluateUntrained { get; init; }

    /// <summary>Decides weights, order, augmentation and dropout.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>
    /// Into how many parts a micro-batch is cut that run at the same time on the CPU: 1 or 2. Two gradients add up to the same
    /// number in either order; of three that is not so, and runs could not be repeated.
    /// </summary>
    [Range(1, 2)]
    public int ComputeSlices { get; init; } = 1;

    /// <summary>Threads within an operation, of each part; 0: one where there are two parts, else as many as there are processor cores.</summary>
    [Range(0, 1024)]
    public int ComputeThreads { get; init; }

    /// <summary>
    /// Computes the frozen language model's layers again in the backward pass instead of keeping what they computed: less memory, more time, equal
    /// gradients.
    /// </summary>
    public bool CheckpointActivations { get; init; }

    /// <summary>Mirrors the whole rig of every other sample, drawn anew each epoch.</summary>
    public bool MirrorAugmentation { get; init; } = true;

    /// <summary>
    /// By how much brightness, contrast and saturation of each sample's pictures are changed at most, drawn anew each epoch: 0.2 for factors between 0.8
    /// and 1.2; 0: not at all. Such pictures are encoded anew each time, whatever <see cref="VisionCacheMegabytes"/>.
    /// </summary>
    [Range(0.0, 0.9)]
    public double ColorJitter { get; init; }

    /// <summary>
    /// How much memory may hold what the frozen vision tower makes of the pictures, so that later epochs need neither read nor encode them again;
    /// 0: none. Samples beyond it are encoded anew each time.
    /// </summary>
    [Range(0, 1 << 20)]
    public int VisionCacheMegabytes { get; init; }

    /// <summary>
    /// A folder that keeps what the frozen vision tower makes of the pictures from run to run, found by the content of pictures, weights and options; null:
    /// none. Pictures whose colours are changed are encoded anew each time.
    /// </summary>
    public string? VisionCacheDirectory { get; init; }

    /// <summary>
    /// Averages the weights over the steps, which are then what is evaluated and saved as best and final model: the part of the average that each step
    /// keeps, such as 0.999; null: nothing is averaged.
    /// </summary>
    [Range(0.0, 0.9999999)]
    public double? EmaDecay { get; init; }

    /// <summary>The run ends when so many evaluations in a row were no better than the best one; null: it goes to its end.</summary>
    [Range(1, 1_000_000)]
    public int? EarlyStopPatience { get; init; }

    /// <summary>
    /// Trains on so many samples alone, again and again, without augmentation, and evaluates on the same: a check that the model can learn them by heart.
    /// An epoch stays as long as with all samples, but has at least 50 steps; <see cref="MaxSteps"/>, where it is given, decides alone how long the run is. Null: all samples.
    /// </summary>
    [Range(1, 1_000_000)]
    public int? OverfitSamples { get; init; }

    /// <summary>A checkpoint folder to go on from, or <c>auto</c>: the newest whole one of <see cref="OutputDirectory"/>, if any.</summary>
    public string? Resume { get; init; }

    /// <summary>
    /// A safetensors file with the weights of the vision tower, or the folder of a checkpoint, which the model's options name too; null: as the model
    /// factory makes it.
    /// </summary>
    public string? VisionPath { get; init; }

    /// <summary>After how many steps in a row with a loss or gradient that is not finite the run stops.</summary>
    [Range(1, 1000)]
    public int MaxSkippedSteps { get; init; } = 5;

    /// <summary>Samples of a step.</summary>
    public int EffectiveBatchSize => BatchSize * AccumulationSteps;

    /// <summary>Checks what no single value shows.</summary>
    /// <exception cref="MapDetException">A setting can't be used; the message names it.</exception>
    public void Validate()
    {
        List<ValidationResult> problems = [];
        if (!Validator.TryValidateObject(this, new ValidationContext(this), problems, validateAllProperties: true))
        {
            throw new MapDetException($"Training options: {string.Join(" ", problems.Select(p => p.ErrorMessage))}");
        }

        if (MaxDuration <= TimeSpan.Zero)
        {
            throw new MapDetException("Training options: MaxDuration must be longer than nothing.");
        }

        if (Resume == ResumeAuto && OutputDirectory.Length == 0)
        {
            throw new MapDetException("Training options: Resume = auto needs an OutputDirectory to look in.");
        }
    }

    /// <summary>The value of <see cref="Resume"/> that finds the newest whole checkpoint by itself.</summary>
    public const string ResumeAuto = "auto";
}
