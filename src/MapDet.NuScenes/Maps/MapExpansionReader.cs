using System.Collections.Immutable;
using System.Security.Cryptography;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Maps;

/// <summary>Reads the layers of one map file that the ground truth is made from, as a stream, whatever their order, then joins them.</summary>
internal sealed class MapExpansionReader(string path, string location)
{
    private const string LeastVersion = "1.3";

    private readonly TokenTexts _texts = new();

    public VectorMap Read(CancellationToken cancellationToken)
    {
        Dictionary<string, List<(RecordToken Token, RecordToken Geometry)>> references = new(StringComparer.Ordinal);
        MapNodes nodes = new(path, _texts);
        string? version = null;
        using (JsonRecordFile json = JsonRecordFile.Open(path, cancellationToken))
        {
            HashSet<string> layers = new(StringComparer.Ordinal);
            json.ExpectObject();
            while (json.ReadPropertyName() is { } name)
            {
                if (name == "version")
                {
                    version = json.ReadText();
                    ExpectVersion(version);
                    continue;
                }

                layers.Add(name);
                ReadLayer(json, name, nodes, references);
            }

            json.ExpectEnd();
            ExpectVersion(version);
            ExpectLayers(layers);
        }

        return new VectorMap
        {
            Location = location,
            Version = version!,
            ContentHash = HashContent(),
            RoadDividers = Lines(nodes, references["road_divider"]),
            LaneDividers = Lines(nodes, references["lane_divider"]),
            PedCrossings = Areas(nodes, references["ped_crossing"]),
            RoadSegments = Areas(nodes, references["road_segment"]),
            Lanes = Areas(nodes, references["lane"]),
        };
    }

    private void ReadLayer(
        JsonRecordFile json, string name, MapNodes nodes, Dictionary<string, List<(RecordToken Token, RecordToken Geometry)>> references)
    {
        switch (name)
        {
            case "node":
                nodes.ReadNodes(json, name);
                break;
            case "line":
                nodes.ReadLines(json, name);
                break;
            case "polygon":
                nodes.ReadPolygons(json, name);
                break;
            case "road_divider" or "lane_divider":
                references[name] = ReadReferences(json, name, "line_token");
                break;
            case "ped_crossing" or "road_segment" or "lane":
                references[name] = ReadReferences(json, name, "polygon_token");
                break;
            default:
                json.SkipValue();
                break;
        }
    }

    private List<(RecordToken Token, RecordToken Geometry)> ReadReferences(JsonRecordFile json, string layer, string field)
    {
        List<(RecordToken Token, RecordToken Geometry)> references = [];
        HashSet<RecordToken> tokens = [];
        TokenColumn token = new("token", _texts);
        TokenColumn geometry = new(field, _texts);
        json.ReadRecords(new RecordSchema(token, geometry), layer, () =>
        {
            if (!tokens.Add(token.Value))
            {
                throw new InvalidInputException(path, $"two records of the layer '{layer}' have this token.", token.Text, token.Name);
            }

            references.Add((token.Value, geometry.Value));
        });
        return references;
    }

    private static ImmutableArray<MapLine> Lines(MapNodes nodes, List<(RecordToken Token, RecordToken Geometry)> references) =>
        [.. references.Select(reference => nodes.Line(reference.Token, reference.Geometry))];

    private static ImmutableArray<MapArea> Areas(MapNodes nodes, List<(RecordToken Token, RecordToken Geometry)> references) =>
        [.. references.Select(reference => nodes.Area(reference.Token, reference.Geometry))];

    // The official reader compares the texts as well; a file without a version is taken for 1.0.
    private void ExpectVersion(string? version)
    {
        if (string.CompareOrdinal(version ?? "1.0", LeastVersion) < 0)
        {
            string found = version is null ? "the file has no version" : $"the map has version {version}";
            throw new InvalidInputException(path, $"{found}, but {LeastVersion} or later is needed (map expansion pack v1.3).", field: "version");
        }
    }

    private void ExpectLayers(HashSet<string> layers)
    {
        string[] needed = ["node", "line", "polygon", "road_segment", "lane", "ped_crossing", "road_divider", "lane_divider"];
        string? missing = Array.Find(needed, layer => !layers.Contains(layer));
        if (missing is not null)
        {
            throw new InvalidInputException(path, "the map has no such layer.", field: missing);
        }
    }

    private string HashContent()
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
