using System.Collections.Immutable;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>All lanes of a town and how they continue.</summary>
/// <param name="Paths">Lanes, then ways across junctions.</param>
/// <param name="Next">For each path the paths that continue it.</param>
internal sealed record LaneNetwork(ImmutableArray<LanePath> Paths, ImmutableArray<ImmutableArray<int>> Next);
