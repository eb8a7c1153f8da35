using System.ComponentModel.DataAnnotations;
using MapDet.Core;

namespace MapDet.Training.VisionPretraining;

/// <summary>How a small vision tower is trained on the dense task before it is frozen.</summary>
public sealed record VisionPretrainingOptions
{
    /// <summary>Steps; with <see cref="MaxDuration"/> at most these.</summary>
    [Range(1, 100_000_000)]
    public int Steps { get; init; } = 1000;

    /// <summary>The training ends after this time at the latest, held-out scores included; such a run can't be repeated number by number.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>Samples of a step.</summary>
    [Range(1, 4096)]
    public int BatchSize { get; init; } = 8;

    /// <summary>AdamW's rate.</summary>
    [Range(0.0, 10.0)]
    public double Rate { get; init; } = 5e-3;

    /// <summary>AdamW's decay.</summary>
    [Range(0.0, 10.0)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>The part of the run that the warm-up takes.</summary>
    [Range(0.0, 1.0)]
    public double WarmupFraction { get; init; } = 0.05;

    /// <summary>The largest norm of all gradients together; 0: they are not clipped.</summary>
    [Range(0.0, 1e9)]
    public double GradientClip { get; init; } = 5;

    /// <summary>Edge of a cell of the dense task, pixels; divides the patch size.</summary>
    [Range(1, 64)]
    public int CellSize { get; init; } = 4;

    /// <summary>How much more a cell with a line counts than one without.</summary>
    [Range(0.01, 1000.0)]
    public double PositiveWeight { get; init; } = 4;

    /// <summary>What the head's bias starts from: most cells have no line.</summary>
    [Range(-20.0, 20.0)]
    public double InitialBias { get; init; } = -3;

    /// <summary>Mirrors the whole rig of every other sample.</summary>
    public bool MirrorAugmentation { get; init; } = true;

    /// <summary>By how much brightness, contrast and saturation of each sample's pictures are changed at most; 0: not at all.</summary>
    [Range(0.0, 0.9)]
    public double ColorJitter { get; init; }

    /// <summary>Samples that are kept out of training and scored at the end; at most a tenth of the set.</summary>
    [Range(0, 100_000)]
    public int HeldOutSamples { get; init; } = 48;

    /// <summary>Decides weights, order and augmentation.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>Into how many parts a batch is cut that run at the same time on the CPU: 1 or 2.</summary>
    [Range(1, 2)]
    public int ComputeSlices { get; init; } = 2;

    /// <summary>Threads within an operation, of each part; 0: one where there are two parts, else as many as there are processor cores.</summary>
    [Range(0, 1024)]
    public int ComputeThreads { get; init; }

    /// <summary>Where to compute: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    [Required]
    public string Device { get; init; } = "cpu";

    /// <summary>Checks the values.</summary>
    /// <exception cref="MapDetException">A setting can't be used; the message names it.</exception>
    public void Validate()
    {
        List<ValidationResult> problems = [];
        if (!Validator.TryValidateObject(this, new ValidationContext(this), problems, validateAllProperties: true))
        {
            throw new MapDetException($"Vision pre-training options: {string.Join(" ", problems.Select(p => p.ErrorMessage))}");
        }

        if (MaxDuration <= TimeSpan.Zero)
        {
            throw new MapDetException("Vision pre-training options: MaxDuration must be longer than nothing.");
        }
    }
}
