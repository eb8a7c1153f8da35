namespace MapDet.Core.Evaluation;

/// <summary>How one class fares at one threshold in one ring around the vehicle.</summary>
/// <remarks>
/// The distance of a line from the vehicle is the mean over its 100 resampled points of their distances from the origin of the map frame.
/// A ground truth counts in the ring of its own distance, and so do the true detections of it; a false detection counts in the ring of
/// its own distance. The rings of a class add up to the whole.
/// </remarks>
/// <param name="From">Least distance from the vehicle, metres.</param>
/// <param name="To">Distance at which the ring ends, metres; infinite for the outermost.</param>
/// <param name="GroundTruths">Ground truths in the ring.</param>
/// <param name="Predictions">Detections that count in the ring.</param>
/// <param name="TruePositives">The true ones among them.</param>
/// <param name="AveragePrecision">Of those detections against those ground truths; 0 where there is no ground truth.</param>
/// <param name="MeanDistance">Mean Chamfer distance of the true detections, metres; null where there is none.</param>
public sealed record RingScores(
    double From, double To, int GroundTruths, int Predictions, int TruePositives, double AveragePrecision, double? MeanDistance)
{
    /// <summary>True detections over ground truths; 0 where there is no ground truth.</summary>
    public double Recall => GroundTruths == 0 ? 0 : (double)TruePositives / GroundTruths;
}
