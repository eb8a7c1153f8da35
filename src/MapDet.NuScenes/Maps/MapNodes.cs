using MapDet.Core;
using MapDet.NuScenes.Json;
using NetTopologySuite.Geometries;

namespace MapDet.NuScenes.Maps;

/// <summary>The layers <c>node</c>, <c>line</c> and <c>polygon</c> of a map file, which the others refer to.</summary>
internal sealed class MapNodes(string file, TokenTexts texts)
{
    private static readonly GeometryFactory Factory = new();

    private readonly Dictionary<RecordToken, Coordinate> _nodes = [];
    private readonly Dictionary<RecordToken, RecordToken[]> _lines = [];
    private readonly Dictionary<RecordToken, (RecordToken[] Exterior, RecordToken[][] Holes)> _polygons = [];

    public void ReadNodes(JsonRecordFile json, string layer)
    {
        TokenColumn token = new("token", texts);
        NumberColumn x = new("x");
        NumberColumn y = new("y");
        json.ReadRecords(new RecordSchema(token, x, y), layer, () =>
            AddOnce(_nodes, token, new Coordinate(x.Value, y.Value)));
    }

    public void ReadLines(JsonRecordFile json, string layer)
    {
        TokenColumn token = new("token", texts);
        TokensColumn nodes = new("node_tokens", texts);
        json.ReadRecords(new RecordSchema(token, nodes), layer, () => AddOnce(_lines, token, nodes.ToArray()));
    }

    public void ReadPolygons(JsonRecordFile json, string layer)
    {
        TokenColumn token = new("token", texts);
        TokensColumn exterior = new("exterior_node_tokens", texts);
        HolesColumn holes = new("holes", texts);
        json.ReadRecords(new RecordSchema(token, exterior, holes), layer, () =>
            AddOnce(_polygons, token, (exterior.ToArray(), holes.ToArray())));
    }

    /// <summary>The nodes of the line that a record refers to.</summary>
    public Coordinate[] Line(RecordToken record, RecordToken line)
    {
        if (!_lines.TryGetValue(line, out RecordToken[]? tokens))
        {
            throw Unknown(record, "line_token", "line", line);
        }

        Coordinate[] nodes = Resolve(line, "node_tokens", tokens);
        return nodes.Length != 1 ? nodes : throw TooFew(line, "node_tokens", 1, "a line needs two");
    }

    /// <summary>The area of the polygon that a record refers to.</summary>
    public Polygon Polygon(RecordToken record, RecordToken polygon)
    {
        if (!_polygons.TryGetValue(polygon, out (RecordToken[] Exterior, RecordToken[][] Holes) tokens))
        {
            throw Unknown(record, "polygon_token", "polygon", polygon);
        }

        if (tokens.Exterior.Length == 0)
        {
            return Factory.CreatePolygon();
        }

        LinearRing shell = Ring(polygon, "exterior_node_tokens", tokens.Exterior);
        LinearRing[] holes = [.. tokens.Holes.Where(hole => hole.Length > 0).Select(hole => Ring(polygon, "holes", hole))];
        return Factory.CreatePolygon(shell, holes);
    }

    private LinearRing Ring(RecordToken polygon, string field, RecordToken[] tokens)
    {
        const int LeastNodes = 3;
        Coordinate[] nodes = Resolve(polygon, field, tokens);
        if (nodes.Length < LeastNodes)
        {
            throw TooFew(polygon, field, nodes.Length, "a ring needs three");
        }

        return Factory.CreateLinearRing(nodes[0].Equals2D(nodes[^1]) ? nodes : [.. nodes, nodes[0].Copy()]);
    }

    private Coordinate[] Resolve(RecordToken record, string field, RecordToken[] tokens)
    {
        Coordinate[] nodes = new Coordinate[tokens.Length];
        for (int i = 0; i < tokens.Length; i++)
        {
            nodes[i] = _nodes.TryGetValue(tokens[i], out Coordinate? node) ? node : throw Unknown(record, field, "node", tokens[i]);
        }

        return nodes;
    }

    private void AddOnce<T>(Dictionary<RecordToken, T> records, TokenColumn token, T record)
    {
        if (!records.TryAdd(token.Value, record))
        {
            throw new InvalidInputException(file, "two records have this token.", token.Text, token.Name);
        }
    }

    private InvalidInputException Unknown(RecordToken record, string field, string layer, RecordToken target) =>
        new(file, $"no record of the layer '{layer}' has the token '{texts.Text(target)}'.", texts.Text(record), field);

    private InvalidInputException TooFew(RecordToken record, string field, int count, string needed) =>
        new(file, $"the number of nodes is {count}, but {needed}.", texts.Text(record), field);
}
