using System.Collections.Immutable;

namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>The lanes of a road that lead one way.</summary>
/// <param name="AlongAxis">True if they lead the way that the road's axis runs.</param>
/// <param name="Edges">
/// Where lanes begin and end, as distances to the left of the axis, from the side of the oncoming traffic (or where it would be) to
/// the kerb on the driving side; one more than there are lanes.
/// </param>
internal sealed record Carriageway(bool AlongAxis, ImmutableArray<double> Edges)
{
    public int Lanes => Edges.Length - 1;
}
