using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MapDet.Core;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>Turns what a cache says about itself into the metadata of an Arrow schema and back.</summary>
internal static class CacheMetadata
{
    private const string FormatVersion = "format_version";
    private const string NuScenesVersion = "nuscenes_version";
    private const string Split = "split";
    private const string PcRange = "pc_range";
    private const string NumPoints = "num_points";
    private const string ClassNames = "class_names";
    private const string MapVersions = "map_versions";
    private const string ExtractionVersion = "extraction_version";
    private const string Hash = "hash";
    private const string Statistics = "statistics";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    public static Dictionary<string, string> Write(GroundTruthCacheInfo info)
    {
        PerceptionRange range = info.Range;
        double[] numbers = [range.XMin, range.YMin, range.ZMin, range.XMax, range.YMax, range.ZMax];
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [FormatVersion] = GroundTruthCacheInfo.CurrentFormatVersion.ToString(CultureInfo.InvariantCulture),
            [NuScenesVersion] = info.NuScenesVersion,
            [Split] = info.Split,
            [PcRange] = JsonSerializer.Serialize(numbers, Json),
            [NumPoints] = info.PointCount.ToString(CultureInfo.InvariantCulture),
            [ClassNames] = JsonSerializer.Serialize(info.ClassNames, Json),
            [MapVersions] = JsonSerializer.Serialize(info.MapVersions, Json),
            [ExtractionVersion] = info.ExtractionVersion.ToString(CultureInfo.InvariantCulture),
            [Hash] = info.Hash,
            [Statistics] = JsonSerializer.Serialize(info.Statistics, Json),
        };
    }

    public static GroundTruthCacheInfo Read(string path, IReadOnlyDictionary<string, string>? metadata)
    {
        Source source = new(path, metadata ?? ImmutableDictionary<string, string>.Empty);
        int format = source.Integer(FormatVersion);
        if (format != GroundTruthCacheInfo.CurrentFormatVersion)
        {
            throw source.Fault(FormatVersion, $"the cache has format {format}, this program reads {GroundTruthCacheInfo.CurrentFormatVersion}; make it again.");
        }

        double[] range = source.Json<double[]>(PcRange);
        GroundTruthStatistics statistics = source.Json<GroundTruthStatistics>(Statistics);
        return new GroundTruthCacheInfo
        {
            NuScenesVersion = source.Text(NuScenesVersion),
            Split = source.Text(Split),
            Range = range.Length == 6
                ? new PerceptionRange(range[0], range[1], range[2], range[3], range[4], range[5])
                : throw source.Fault(PcRange, "it does not hold six numbers."),
            PointCount = source.Integer(NumPoints),
            ClassNames = [.. source.Json<string[]>(ClassNames)],
            MapVersions = source.Json<Dictionary<string, string>>(MapVersions).ToImmutableSortedDictionary(StringComparer.Ordinal),
            ExtractionVersion = source.Integer(ExtractionVersion),
            Hash = source.Text(Hash),
            Statistics = statistics.Classes.IsDefault ? throw source.Fault(Statistics, "it has no classes.") : statistics,
        };
    }

    private sealed class Source(string path, IReadOnlyDictionary<string, string> metadata)
    {
        public string Text(string name) =>
            metadata.TryGetValue(name, out string? text) ? text : throw Fault(name, "the file's schema has no such metadata: it is no ground-truth cache.");

        public int Integer(string name) =>
            int.TryParse(Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value)
                ? value
                : throw Fault(name, "it is not a whole number.");

        public T Json<T>(string name)
        {
            try
            {
                return JsonSerializer.Deserialize<T>(Text(name), CacheMetadata.Json) ?? throw Fault(name, "it is null.");
            }
            catch (JsonException exception)
            {
                throw new InvalidInputException(path, $"it can't be read: {exception.Message}", field: name, innerException: exception);
            }
        }

        public InvalidInputException Fault(string name, string problem) => new(path, problem, field: name);
    }
}
