using System.Collections.Immutable;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>How many elements of a class a cache holds, and how long they are.</summary>
/// <param name="Name">The class.</param>
/// <param name="Elements">Number of elements.</param>
/// <param name="Closed">How many of them are rings.</param>
/// <param name="TotalLength">Their length in metres, all together.</param>
/// <param name="LengthHistogram">Elements a bin of <see cref="GroundTruthStatistics.LengthBinEdges"/>; the last bin has no upper end.</param>
public sealed record ClassStatistics(string Name, int Elements, int Closed, double TotalLength, ImmutableArray<int> LengthHistogram);
