using System.Collections.Immutable;
using MapDet.Core.Contracts;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>A polygon (layer <c>polygon</c>). Nothing says that it is valid in the OGC sense.</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Exterior">The outline, either way round: three or more nodes, or none for an empty polygon. The first need not be repeated.</param>
/// <param name="Holes">Outlines of what is left out, three or more nodes each; entries of the file without nodes are left away.</param>
public sealed record PolygonRecord(string Token, ImmutableArray<NodeRecord> Exterior, ImmutableArray<ImmutableArray<NodeRecord>> Holes)
    : MapRecord(Token)
{
    /// <summary>The polygon by its places alone.</summary>
    public MapArea ToArea() => new(
        Token, [.. Exterior.Select(node => node.Place)], [.. Holes.Select(hole => hole.Select(node => node.Place).ToImmutableArray())]);

    internal override Geometry Shape() => RecordShapes.Polygon(this);
}
