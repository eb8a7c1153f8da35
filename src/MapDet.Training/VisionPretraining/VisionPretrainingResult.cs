using System.Collections.Immutable;

namespace MapDet.Training.VisionPretraining;

/// <summary>What came of a vision pre-training.</summary>
/// <param name="Path">The safetensors file with the tower.</param>
/// <param name="Steps">Steps made.</param>
/// <param name="FirstLoss">Mean loss of the first twentieth of the steps.</param>
/// <param name="LastLoss">Mean loss of the last twentieth.</param>
/// <param name="HeldOutSamples">Samples that were scored; none of them was trained on.</param>
/// <param name="Overlap">Intersection over union of the cells at probability one half, one a class in the order of <c>MapClass</c>.</param>
/// <param name="Elapsed">Time of all.</param>
public sealed record VisionPretrainingResult(
    string Path,
    int Steps,
    double FirstLoss,
    double LastLoss,
    int HeldOutSamples,
    ImmutableArray<double> Overlap,
    TimeSpan Elapsed);
