using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.Core.Evaluation;

/// <summary>What was found in a sample.</summary>
/// <param name="SampleToken">The sample's unique name.</param>
/// <param name="Detections">In metres in the sample's map frame.</param>
public sealed record SampleDetections(string SampleToken, ImmutableArray<MapDetection> Detections);
