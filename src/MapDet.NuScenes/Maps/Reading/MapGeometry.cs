using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>The layers <c>node</c>, <c>line</c> and <c>polygon</c> of a map file, which the others refer to.</summary>
/// <typeparam name="TNode">What is kept of a node.</typeparam>
/// <param name="file">The map file.</param>
/// <param name="makeNode">Makes it from the node's token and place.</param>
internal sealed class MapGeometry<TNode>(MapFile file, Func<RecordToken, Point2, TNode> makeNode)
{
    public const string NodeLayer = "node";
    public const string LineLayer = "line";
    public const string PolygonLayer = "polygon";

    private const int LeastLineNodes = 2;

    private readonly OrderedDictionary<RecordToken, TNode> _nodes = [];
    private readonly OrderedDictionary<RecordToken, RecordToken[]> _lines = [];
    private readonly OrderedDictionary<RecordToken, (RecordToken[] Exterior, RecordToken[][] Holes)> _polygons = [];

    /// <summary>The nodes in the order of the file.</summary>
    public IReadOnlyDictionary<RecordToken, TNode> Nodes => _nodes;

    /// <summary>The tokens of the lines' nodes, in the order of the file.</summary>
    public IReadOnlyDictionary<RecordToken, RecordToken[]> Lines => _lines;

    /// <summary>The tokens of the polygons' nodes, in the order of the file.</summary>
    public IReadOnlyDictionary<RecordToken, (RecordToken[] Exterior, RecordToken[][] Holes)> Polygons => _polygons;

    /// <summary>Reads the layer if it is one of the three.</summary>
    public bool TryRead(JsonRecordFile json, string layer)
    {
        switch (layer)
        {
            case NodeLayer:
                ReadNodes(json);
                return true;
            case LineLayer:
                ReadLines(json);
                return true;
            case PolygonLayer:
                ReadPolygons(json);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The nodes of a line; none, or two and more.</summary>
    /// <param name="line">Its token.</param>
    /// <param name="record">The record that refers to it.</param>
    /// <param name="field">The field that refers to it.</param>
    public ImmutableArray<TNode> Line(RecordToken line, string record, string field)
    {
        if (!_lines.TryGetValue(line, out RecordToken[]? tokens))
        {
            throw file.Unknown(record, field, LineLayer, line);
        }

        ImmutableArray<TNode> nodes = Resolve(line, "node_tokens", tokens);
        return nodes.IsEmpty || nodes.Length >= LeastLineNodes ? nodes : throw TooFew(line, "node_tokens", nodes.Length, "a line needs two");
    }

    /// <summary>The outline of a polygon and its holes; each of three nodes and more. A polygon without outline has no holes either.</summary>
    /// <param name="polygon">Its token.</param>
    /// <param name="record">The record that refers to it.</param>
    /// <param name="field">The field that refers to it.</param>
    public (ImmutableArray<TNode> Exterior, ImmutableArray<ImmutableArray<TNode>> Holes) Polygon(RecordToken polygon, string record, string field)
    {
        if (!_polygons.TryGetValue(polygon, out (RecordToken[] Exterior, RecordToken[][] Holes) tokens))
        {
            throw file.Unknown(record, field, PolygonLayer, polygon);
        }

        return tokens.Exterior.Length == 0
            ? ([], [])
            : (Ring(polygon, "exterior_node_tokens", tokens.Exterior),
               [.. tokens.Holes.Where(hole => hole.Length > 0).Select(hole => Ring(polygon, "holes", hole))]);
    }

    private void ReadNodes(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        NumberColumn x = new("x");
        NumberColumn y = new("y");
        json.ReadRecords(new RecordSchema(token, x, y), NodeLayer, () =>
            AddOnce(_nodes, NodeLayer, token, makeNode(token.Value, new Point2(x.Value, y.Value))));
    }

    private void ReadLines(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        TokensColumn nodes = new("node_tokens", file.Texts);
        json.ReadRecords(new RecordSchema(token, nodes), LineLayer, () => AddOnce(_lines, LineLayer, token, nodes.ToArray()));
    }

    private void ReadPolygons(JsonRecordFile json)
    {
        TokenColumn token = file.Token("token");
        TokensColumn exterior = new("exterior_node_tokens", file.Texts);
        TokensColumn hole = new("node_tokens", file.Texts);
        ObjectListColumn<RecordToken[]> holes = new("holes", new RecordSchema(null, hole), hole.ToArray);
        json.ReadRecords(new RecordSchema(token, exterior, holes), PolygonLayer, () =>
            AddOnce(_polygons, PolygonLayer, token, (exterior.ToArray(), holes.ToArray())));
    }

    private ImmutableArray<TNode> Ring(RecordToken polygon, string field, RecordToken[] tokens)
    {
        ImmutableArray<TNode> nodes = Resolve(polygon, field, tokens);
        return nodes.Length >= MapArea.LeastNodes ? nodes : throw TooFew(polygon, field, nodes.Length, "a ring needs three");
    }

    private ImmutableArray<TNode> Resolve(RecordToken record, string field, RecordToken[] tokens)
    {
        ImmutableArray<TNode>.Builder nodes = ImmutableArray.CreateBuilder<TNode>(tokens.Length);
        foreach (RecordToken token in tokens)
        {
            nodes.Add(_nodes.TryGetValue(token, out TNode? node) ? node : throw file.Unknown(file.Texts.Text(record), field, NodeLayer, token));
        }

        return nodes.MoveToImmutable();
    }

    private void AddOnce<T>(OrderedDictionary<RecordToken, T> records, string layer, TokenColumn token, T record)
    {
        if (!records.TryAdd(token.Value, record))
        {
            throw file.Duplicate(layer, token.Value);
        }
    }

    private InvalidInputException TooFew(RecordToken record, string field, int count, string needed) =>
        file.Fault($"the number of nodes is {count}, but {needed}.", file.Texts.Text(record), field);
}
