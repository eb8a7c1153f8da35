namespace MapDet.Core.Evaluation;

/// <summary>A detection's outcome and where it lies.</summary>
/// <param name="Outcome">How it fared.</param>
/// <param name="Ring">The ring of its own distance from the vehicle.</param>
/// <param name="TruthRing">The ring of its nearest ground truth; -1 for none.</param>
internal readonly record struct PlacedDetection(DetectionOutcome Outcome, int Ring, int TruthRing)
{
    /// <summary>True at threshold number <paramref name="threshold"/>.</summary>
    public bool IsTrue(int threshold) => Outcome.IsTrue(threshold);

    /// <summary>The ring that it counts in: the ground truth's if it is true, its own otherwise.</summary>
    public int RingAt(int threshold) => IsTrue(threshold) ? TruthRing : Ring;
}
