using System.Collections.Immutable;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>The streets of a town and its extent.</summary>
/// <param name="Streets">All streets; every node that one ends at has three or four of them.</param>
/// <param name="Width">Extent in x from 0, metres.</param>
/// <param name="Height">Extent in y from 0, metres.</param>
internal sealed record StreetPlan(ImmutableArray<Street> Streets, double Width, double Height);
