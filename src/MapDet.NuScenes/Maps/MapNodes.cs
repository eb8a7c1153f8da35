using System.Collections.Immutable;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Maps;

/// <summary>The layers <c>node</c>, <c>line</c> and <c>polygon</c> of a map file, which the others refer to.</summary>
internal sealed class MapNodes(string file, TokenTexts texts)
{
    private readonly Dictionary<RecordToken, Point2> _nodes = [];
    private readonly Dictionary<RecordToken, RecordToken[]> _lines = [];
    private readonly Dictionary<RecordToken, (RecordToken[] Exterior, RecordToken[][] Holes)> _polygons = [];

    public void ReadNodes(JsonRecordFile json, string layer)
    {
        TokenColumn token = new("token", texts);
        NumberColumn x = new("x");
        NumberColumn y = new("y");
        json.ReadRecords(new RecordSchema(token, x, y), layer, () =>
            AddOnce(_nodes, token, new Point2(x.Value, y.Value)));
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

    /// <summary>The line that a record refers to.</summary>
    public MapLine Line(RecordToken record, RecordToken line)
    {
        if (!_lines.TryGetValue(line, out RecordToken[]? tokens))
        {
            throw Unknown(record, "line_token", "line", line);
        }

        ImmutableArray<Point2> nodes = Resolve(line, "node_tokens", tokens);
        return nodes.Length != 1 ? new MapLine(texts.Text(record), nodes) : throw TooFew(line, "node_tokens", 1, "a line needs two");
    }

    /// <summary>The area of the polygon that a record refers to.</summary>
    public MapArea Area(RecordToken record, RecordToken polygon)
    {
        if (!_polygons.TryGetValue(polygon, out (RecordToken[] Exterior, RecordToken[][] Holes) tokens))
        {
            throw Unknown(record, "polygon_token", "polygon", polygon);
        }

        return tokens.Exterior.Length == 0
            ? new MapArea(texts.Text(record), [], [])
            : new MapArea(
                texts.Text(record),
                Ring(polygon, "exterior_node_tokens", tokens.Exterior),
                [.. tokens.Holes.Where(hole => hole.Length > 0).Select(hole => Ring(polygon, "holes", hole))]);
    }

    private ImmutableArray<Point2> Ring(RecordToken polygon, string field, RecordToken[] tokens)
    {
        ImmutableArray<Point2> nodes = Resolve(polygon, field, tokens);
        return nodes.Length >= MapArea.LeastNodes ? nodes : throw TooFew(polygon, field, nodes.Length, "a ring needs three");
    }

    private ImmutableArray<Point2> Resolve(RecordToken record, string field, RecordToken[] tokens)
    {
        ImmutableArray<Point2>.Builder nodes = ImmutableArray.CreateBuilder<Point2>(tokens.Length);
        foreach (RecordToken token in tokens)
        {
            nodes.Add(_nodes.TryGetValue(token, out Point2 node) ? node : throw Unknown(record, field, "node", token));
        }

        return nodes.MoveToImmutable();
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
