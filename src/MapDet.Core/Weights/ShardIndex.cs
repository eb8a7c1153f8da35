using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace MapDet.Core.Weights;

/// <summary>Reads <c>model.safetensors.index.json</c> and <c>pytorch_model.bin.index.json</c>: which file holds which tensor.</summary>
internal static class ShardIndex
{
    private const long LargestFile = 100_000_000;
    private const string MapField = "weight_map";

    // What file systems allow for a name.
    private const int LongestName = 255;

    /// <summary>Opens all files that an index names.</summary>
    /// <param name="path">The index.</param>
    /// <returns>Their tensors, which the caller disposes.</returns>
    /// <exception cref="InvalidInputException">The index is damaged or names a file outside of its folder, or a file is missing, damaged or lacks a tensor.</exception>
    public static IWeightSource Open(string path)
    {
        Dictionary<string, string> files = Read(path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        List<IWeightSource> shards = [];
        try
        {
            shards.AddRange(files.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(file => WeightFile.OpenSingle(Path.Combine(folder, file))));
            ShardedWeights weights = new(path, shards);
            foreach ((string name, string file) in files)
            {
                if (!weights.Contains(name) || Path.GetFileName(weights.Shard(name).Path) != file)
                {
                    throw new InvalidInputException(Path.Combine(folder, file), $"lacks a tensor that {Path.GetFileName(path)} says is in it", name);
                }
            }

            return weights;
        }
        catch
        {
            shards.ForEach(shard => shard.Dispose());
            throw;
        }
    }

    private static Dictionary<string, string> Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                throw new InvalidInputException(path, $"has more than {LargestFile} bytes, which no index has");
            }

            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            return ReadMap(path, json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A text that is no UTF-8 is reported as InvalidOperationException.
            throw new InvalidInputException(path, $"is no JSON: {e.Message}", innerException: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InvalidInputException.Unreadable(path, e);
        }
    }

    private static Dictionary<string, string> ReadMap(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(MapField, out JsonElement map) || map.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidInputException(path, "is missing or no JSON object", field: MapField);
        }

        Dictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (JsonProperty entry in map.EnumerateObject())
        {
            string? file = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null;
            if (!IsPlainName(file))
            {
                throw new InvalidInputException(path, "is no plain file name", entry.Name, MapField);
            }

            if (!files.TryAdd(entry.Name, file))
            {
                throw new InvalidInputException(path, "the tensor stands in the index twice", entry.Name, MapField);
            }
        }

        return files.Count > 0 ? files : throw new InvalidInputException(path, "names no tensor", field: MapField);
    }

    private static bool IsPlainName([NotNullWhen(true)] string? file) => file is { Length: > 0 and <= LongestName } and not ("." or "..")
        && file.AsSpan().IndexOfAny("/\\:") < 0 && !file.Any(char.IsControl);
}
