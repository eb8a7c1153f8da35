using System.Collections.Immutable;
using MapDet.Core.Contracts;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Maps.Layers;

/// <summary>A line (layer <c>line</c>).</summary>
/// <param name="Token">Its unique name within the layer.</param>
/// <param name="Nodes">Two or more nodes in order, or none.</param>
public sealed record LineRecord(string Token, ImmutableArray<NodeRecord> Nodes) : MapRecord(Token)
{
    /// <summary>The line by its places alone.</summary>
    public MapLine ToLine() => new(Token, [.. Nodes.Select(node => node.Place)]);

    internal override Geometry Shape() => RecordShapes.Line(Nodes);
}
