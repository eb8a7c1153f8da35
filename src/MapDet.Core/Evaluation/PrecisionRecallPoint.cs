namespace MapDet.Core.Evaluation;

/// <summary>A point of a precision-recall curve: what is reached with the detections down to one true one.</summary>
/// <param name="Score">The confidence of that detection.</param>
/// <param name="Recall">True detections so far over ground truths, in [0, 1].</param>
/// <param name="Precision">True detections so far over detections so far, in [0, 1].</param>
/// <param name="InterpolatedPrecision">The best precision from here on; the average precision is the area under it.</param>
public readonly record struct PrecisionRecallPoint(double Score, double Recall, double Precision, double InterpolatedPrecision);
