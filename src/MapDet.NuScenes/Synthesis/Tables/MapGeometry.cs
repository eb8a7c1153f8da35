using System.Collections.Immutable;
using MapDet.NuScenes.Synthesis.Roads;

namespace MapDet.NuScenes.Synthesis.Tables;

/// <summary>Adds nodes, lines and polygons to a map; equal places become one node, so that neighbours share it.</summary>
internal sealed class MapGeometry(MapExpansionFile map, long seed)
{
    private readonly Dictionary<Vector2D, string> _nodes = [];
    private readonly TokenSource _nodeTokens = new(seed, $"{nameof(MapGeometry)}/node");
    private readonly TokenSource _lineTokens = new(seed, $"{nameof(MapGeometry)}/line");
    private readonly TokenSource _polygonTokens = new(seed, $"{nameof(MapGeometry)}/polygon");

    public string Node(Vector2D place)
    {
        if (!_nodes.TryGetValue(place, out string? token))
        {
            token = _nodeTokens.Next();
            _nodes.Add(place, token);
            map.Node.Add(new NodeRow(token, place.X, place.Y));
        }

        return token;
    }

    public string Line(IEnumerable<Vector2D> points)
    {
        string token = _lineTokens.Next();
        map.Line.Add(new LineRow(token, Nodes(points)));
        return token;
    }

    /// <summary>A polygon from rings that are not closed; empty holes are left out.</summary>
    public string Polygon(IEnumerable<Vector2D> shell, params IEnumerable<ImmutableArray<Vector2D>> holes)
    {
        string token = _polygonTokens.Next();
        List<string> exterior = Nodes(shell);
        map.Polygon.Add(new PolygonRow(token, exterior, [.. holes.Where(hole => !hole.IsEmpty).Select(hole => new HoleRow(Nodes(hole)))]));
        return token;
    }

    public List<string> Nodes(IEnumerable<Vector2D> points) => [.. points.Select(Node)];
}
