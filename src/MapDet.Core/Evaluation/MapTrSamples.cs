using System.Collections.Immutable;
using System.Text.Json;

namespace MapDet.Core.Evaluation;

/// <summary>What MapTR's files of predictions and of ground truth have in common: an array of samples, each a token and its vectors.</summary>
internal static class MapTrSamples
{
    /// <summary>Reads the samples of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrayName">The field that holds the samples.</param>
    /// <param name="create">Makes a sample of its token and its vectors.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidInputException">The file is missing or damaged, or names a sample twice.</exception>
    public static IReadOnlyList<T> Read<T>(
        string path, string arrayName, Func<string, ImmutableArray<MapTrVector>, T> create, CancellationToken cancellationToken)
    {
        MapTrSampleParser parser = new(path, arrayName);
        HashSet<string> tokens = new(StringComparer.Ordinal);
        return JsonRecordReader<T>.Read(
            path,
            arrayName,
            MapTrSampleParser.Token,
            (ref Utf8JsonReader reader, int index) =>
            {
                (string token, ImmutableArray<MapTrVector> vectors) = parser.Read(ref reader, index);
                if (!tokens.Add(token))
                {
                    throw new InvalidInputException(path, "the sample stands in the file twice", token);
                }

                return create(token, vectors);
            },
            cancellationToken);
    }

    /// <summary>Writes a sample.</summary>
    /// <param name="writer">Stands within the array of samples.</param>
    /// <param name="token">The sample.</param>
    /// <param name="vectors">What it holds.</param>
    /// <param name="write">Writes one of them.</param>
    public static void WriteSample<T>(Utf8JsonWriter writer, string token, IEnumerable<T> vectors, Action<T> write)
    {
        writer.WriteStartObject();
        writer.WriteString(MapTrSampleParser.Token, token);
        writer.WriteStartArray("vectors");
        foreach (T vector in vectors)
        {
            write(vector);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
    }
}
