using System.Collections.Immutable;
using MapDet.Core.Contracts;

namespace MapDet.Core.Evaluation;

/// <summary>What is there in a sample.</summary>
/// <param name="SampleToken">The sample's unique name.</param>
/// <param name="Elements">In metres in the sample's map frame.</param>
public sealed record SampleAnnotations(string SampleToken, ImmutableArray<MapElement> Elements);
