using System.Collections.Immutable;
using System.Security.Cryptography;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>Reads the layers of one map file that the ground truth is made from, whatever their order, then joins them.</summary>
internal sealed class VectorMapReader
{
    private static readonly ImmutableArray<string> Needed =
        ["node", "line", "polygon", "road_segment", "lane", "ped_crossing", "road_divider", "lane_divider"];

    private readonly MapFile _file;
    private readonly string _location;
    private readonly MapGeometry<Point2> _geometry;
    private readonly Dictionary<string, OrderedDictionary<RecordToken, RecordToken>> _references = new(StringComparer.Ordinal);

    public VectorMapReader(string path, string location)
    {
        _file = new MapFile(path);
        _location = location;
        _geometry = new MapGeometry<Point2>(_file, static (_, place) => place);
    }

    public VectorMap Read(CancellationToken cancellationToken)
    {
        string version = _file.Read(Needed, ReadLayer, cancellationToken);
        return new VectorMap
        {
            Location = _location,
            Version = version,
            ContentHash = HashContent(),
            RoadDividers = Lines("road_divider"),
            LaneDividers = Lines("lane_divider"),
            PedCrossings = Areas("ped_crossing"),
            RoadSegments = Areas("road_segment"),
            Lanes = Areas("lane"),
        };
    }

    private void ReadLayer(JsonRecordFile json, string name)
    {
        switch (name)
        {
            case "road_divider" or "lane_divider":
                ReadReferences(json, name, "line_token");
                break;
            case "ped_crossing" or "road_segment" or "lane":
                ReadReferences(json, name, "polygon_token");
                break;
            default:
                if (!_geometry.TryRead(json, name))
                {
                    json.SkipValue();
                }

                break;
        }
    }

    private void ReadReferences(JsonRecordFile json, string layer, string field)
    {
        OrderedDictionary<RecordToken, RecordToken> references = [];
        TokenColumn token = _file.Token("token");
        TokenColumn geometry = _file.Token(field);
        json.ReadRecords(new RecordSchema(token, geometry), layer, () =>
        {
            if (!references.TryAdd(token.Value, geometry.Value))
            {
                throw _file.Duplicate(layer, token.Value);
            }
        });
        _references[layer] = references;
    }

    private ImmutableArray<MapLine> Lines(string layer) => [.. _references[layer].Select(reference =>
    {
        string token = _file.Texts.Text(reference.Key);
        return new MapLine(token, _geometry.Line(reference.Value, token, "line_token"));
    })];

    private ImmutableArray<MapArea> Areas(string layer) => [.. _references[layer].Select(reference =>
    {
        string token = _file.Texts.Text(reference.Key);
        (ImmutableArray<Point2> shell, ImmutableArray<ImmutableArray<Point2>> holes) = _geometry.Polygon(reference.Value, token, "polygon_token");
        return new MapArea(token, shell, holes);
    })];

    private string HashContent()
    {
        using FileStream stream = File.OpenRead(_file.Path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
