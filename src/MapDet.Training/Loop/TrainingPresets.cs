using System.Collections.Immutable;
using MapDet.Core;

namespace MapDet.Training.Loop;

/// <summary>The training values of the presets; the model's are found under the same names.</summary>
public static class TrainingPresets
{
    /// <summary>The presets' names.</summary>
    public static ImmutableArray<string> Names { get; } = ["blip2-vicuna-7b", "small", "tiny"];

    /// <summary>The training values of a preset.</summary>
    /// <param name="preset">One of <see cref="Names"/>.</param>
    /// <exception cref="MapDetException">There is no such preset.</exception>
    public static TrainingOptions Get(string preset) => preset switch
    {
        "blip2-vicuna-7b" => new TrainingOptions(),
        "small" => Tiny with { BatchSize = 2, VisionCacheMegabytes = 0 },
        "tiny" => Tiny,
        _ => throw new MapDetException($"There is no preset '{preset}'; there are {string.Join(", ", Names)}."),
    };

    private static TrainingOptions Tiny { get; } = new()
    {
        Precision = TrainingPrecision.Fp32,
        QFormerRate = 1e-3,
        QueriesRate = 1e-3,
        DecoderRate = 1e-3,
        WarmupFraction = 0.05,
        FinalRateFraction = 0.02,
        GradientClip = 5,
        ComputeSlices = 2,
        VisionCacheMegabytes = 1536,
    };
}
