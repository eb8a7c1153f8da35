namespace MapDet.Core.Evaluation;

/// <summary>How a detection fared against the ground truth of its sample and class.</summary>
/// <param name="Position">Its place among the detections of the sample, all classes together.</param>
/// <param name="Score">Its confidence.</param>
/// <param name="Nearest">The nearest ground truth, its place among those of the class in the sample; -1 for none within reach.</param>
/// <param name="Distance">To the nearest, metres; infinite for none.</param>
/// <param name="TruePositives">Bit t is set if it is true at threshold t.</param>
internal readonly record struct DetectionOutcome(int Position, double Score, int Nearest, double Distance, uint TruePositives)
{
    /// <summary>True at threshold number <paramref name="threshold"/>.</summary>
    public bool IsTrue(int threshold) => ((TruePositives >> threshold) & 1) == 1;
}
