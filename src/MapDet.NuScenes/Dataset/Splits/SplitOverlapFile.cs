using System.Text.Json;
using MapDet.Core.IO;

namespace MapDet.NuScenes.Dataset.Splits;

/// <summary>Writes an overlap as JSON: <c>all</c> and <c>locations</c> with the distribution, <c>samples</c> with every distance in metres.</summary>
/// <remarks>Shares are fractions, not per cent. A sample of another town has no distance: null.</remarks>
public static class SplitOverlapFile
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true };

    /// <summary>Writes the overlap.</summary>
    /// <param name="path">The file; complete or absent.</param>
    /// <param name="overlap">What to write.</param>
    /// <param name="version">The version of the tables.</param>
    /// <param name="training">The name of the split to train on.</param>
    /// <param name="evaluated">The name of the split to score.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(string path, SplitOverlap overlap, string version, string training, string evaluated)
    {
        ArgumentNullException.ThrowIfNull(overlap);
        AtomicFile.Write(path, stream =>
        {
            using Utf8JsonWriter json = new(stream, s_options);
            json.WriteStartObject();
            json.WriteString("version", version);
            json.WriteString("train", training);
            json.WriteString("val", evaluated);
            WriteStatistics(json, "all", overlap.All);
            json.WriteStartObject("locations");
            foreach ((string location, OverlapStatistics statistics) in overlap.Locations)
            {
                WriteStatistics(json, location, statistics);
            }

            json.WriteEndObject();
            json.WriteStartArray("samples");
            foreach (SampleDistance sample in overlap.Samples)
            {
                WriteSample(json, sample);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void WriteStatistics(Utf8JsonWriter json, string name, OverlapStatistics statistics)
    {
        json.WriteStartObject(name);
        json.WriteNumber("samples", statistics.Samples);
        json.WriteStartArray("nearer");
        foreach (OverlapCount count in statistics.Nearer)
        {
            json.WriteStartObject();
            json.WriteNumber("metres", count.Metres);
            json.WriteNumber("samples", count.Samples);
            json.WriteNumber("share", count.Share);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("beyond", statistics.Beyond);
        json.WriteNumber("otherTown", statistics.OtherTown);
        json.WriteStartArray("quantiles");
        foreach (DistanceQuantile quantile in statistics.Quantiles)
        {
            json.WriteStartObject();
            json.WriteNumber("share", quantile.Share);
            json.WriteNumber("metres", quantile.Metres);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSample(Utf8JsonWriter json, SampleDistance sample)
    {
        json.WriteStartObject();
        json.WriteString("token", sample.Sample.Token);
        json.WriteString("scene", sample.Sample.Scene);
        json.WriteString("location", sample.Sample.Location);
        if (sample is { Nearest: { } nearest, Metres: { } metres })
        {
            json.WriteNumber("metres", metres);
            json.WriteString("nearest", nearest.Token);
        }
        else
        {
            json.WriteNull("metres");
            json.WriteNull("nearest");
        }

        json.WriteEndObject();
    }
}
