using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.Core.Evaluation;

/// <summary>The scores of one class at one threshold, taken apart.</summary>
/// <param name="Class">The class.</param>
/// <param name="Threshold">Chamfer distance up to which a detection is true, metres.</param>
/// <param name="Overall">All distances from the vehicle together; its average precision is the metric's.</param>
/// <param name="Curve">By falling score, one point a true detection; empty where there is none.</param>
/// <param name="Rings">From the vehicle outwards.</param>
public sealed record ThresholdAnalysis(
    MapClass Class, double Threshold, RingScores Overall, ImmutableArray<PrecisionRecallPoint> Curve, ImmutableArray<RingScores> Rings);
