using System.Collections.Immutable;
using MapDet.Core.Geometry;

namespace MapDet.Core.Contracts;

/// <summary>An area of a vector map, such as a road segment or a pedestrian crossing.</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Shell">The outline in world coordinates, metres, either way round; three nodes or more, or none for an empty area. The first need not be repeated.</param>
/// <param name="Holes">Outlines of what is left out, each like <paramref name="Shell"/>.</param>
public sealed record MapArea(string Token, ImmutableArray<Point2> Shell, ImmutableArray<ImmutableArray<Point2>> Holes)
{
    /// <summary>The fewest nodes of an outline that encloses something.</summary>
    public const int LeastNodes = 3;
}
