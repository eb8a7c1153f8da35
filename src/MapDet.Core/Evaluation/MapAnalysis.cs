using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.Core.Evaluation;

/// <summary>The metric of a split and what it is made of: precision-recall curves, and error by distance from the vehicle.</summary>
/// <param name="Metrics">The metric.</param>
/// <param name="Parts">One a class and threshold, class by class, thresholds as in <see cref="MapMetrics.Thresholds"/>.</param>
public sealed record MapAnalysis(MapMetrics Metrics, ImmutableArray<ThresholdAnalysis> Parts);
