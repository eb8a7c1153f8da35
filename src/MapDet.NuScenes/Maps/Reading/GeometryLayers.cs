using System.Collections.Immutable;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Json;
using MapDet.NuScenes.Maps.Layers;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>Nodes, lines and polygons as records. Things must have the geometry that they refer to.</summary>
internal sealed class GeometryLayers
{
    private readonly MapFile _file;
    private readonly MapRelations _relations;
    private readonly MapGeometry<NodeRecord> _geometry;
    private readonly Dictionary<RecordToken, LineRecord> _lines = [];
    private readonly Dictionary<RecordToken, PolygonRecord> _polygons = [];

    public GeometryLayers(MapFile file, MapRelations relations)
    {
        _file = file;
        _relations = relations;
        _geometry = new MapGeometry<NodeRecord>(file, MakeNode);

        NodeRecord MakeNode(RecordToken token, Point2 place) => new(file.Texts.Text(token), place);
    }

    public bool TryRead(JsonRecordFile json, string layer) => _geometry.TryRead(json, layer);

    public NodeRecord Node(RecordOwner owner, RecordReference node) =>
        _geometry.Nodes.TryGetValue(node.Target, out NodeRecord? record)
            ? record
            : throw _file.Unknown(owner.Token, node.Field, MapGeometry<NodeRecord>.NodeLayer, node.Target);

    /// <summary>A line that a record may do without.</summary>
    public LineRecord? FindLine(RecordOwner owner, RecordReference line)
    {
        if (_geometry.Lines.ContainsKey(line.Target))
        {
            return Line(owner, line);
        }

        _relations.ReportUnlessNone(owner, line);
        return null;
    }

    public LineRecord Line(RecordOwner owner, RecordReference line)
    {
        if (!_lines.TryGetValue(line.Target, out LineRecord? record))
        {
            ImmutableArray<NodeRecord> nodes = _geometry.Line(line.Target, owner.Token, line.Field);
            record = new LineRecord(_file.Texts.Text(line.Target), nodes);
            _lines.Add(line.Target, record);
        }

        return record;
    }

    public PolygonRecord Polygon(RecordOwner owner, RecordReference polygon)
    {
        if (!_polygons.TryGetValue(polygon.Target, out PolygonRecord? record))
        {
            (ImmutableArray<NodeRecord> exterior, ImmutableArray<ImmutableArray<NodeRecord>> holes) =
                _geometry.Polygon(polygon.Target, owner.Token, polygon.Field);
            record = new PolygonRecord(_file.Texts.Text(polygon.Target), exterior, holes);
            _polygons.Add(polygon.Target, record);
        }

        return record;
    }

    public MapLayer<NodeRecord> NodeLayer() => new(MapGeometry<NodeRecord>.NodeLayer, [.. _geometry.Nodes.Values]);

    public MapLayer<LineRecord> LineLayer()
    {
        const string layer = MapGeometry<NodeRecord>.LineLayer;
        return new(layer, [.. _geometry.Lines.Keys.Select(token => Line(Itself(layer, token), new RecordReference("token", token)))]);
    }

    public MapLayer<PolygonRecord> PolygonLayer()
    {
        const string layer = MapGeometry<NodeRecord>.PolygonLayer;
        return new(layer, [.. _geometry.Polygons.Keys.Select(token => Polygon(Itself(layer, token), new RecordReference("token", token)))]);
    }

    private RecordOwner Itself(string layer, RecordToken token) => new(layer, _file.Texts.Text(token));
}
