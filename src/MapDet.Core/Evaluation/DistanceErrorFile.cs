using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.IO;

namespace MapDet.Core.Evaluation;

/// <summary>Error by distance from the vehicle as JSON: an entry a class, threshold and ring; see <see cref="RingScores"/>.</summary>
public static class DistanceErrorFile
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true };

    /// <summary>Writes the scores of the rings.</summary>
    /// <param name="path">The file, replaced at once when complete.</param>
    /// <param name="analysis">What holds them.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(string path, MapAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        AtomicFile.Write(path, stream =>
        {
            using Utf8JsonWriter writer = new(stream, s_options);
            writer.WriteStartObject();
            writer.WriteStartArray("rings");
            foreach (ThresholdAnalysis part in analysis.Parts)
            {
                foreach (RingScores ring in part.Rings)
                {
                    WriteRing(writer, part, ring);
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static void WriteRing(Utf8JsonWriter writer, ThresholdAnalysis part, RingScores ring)
    {
        writer.WriteStartObject();
        writer.WriteString("class", part.Class.Name());
        writer.WriteNumber("threshold", part.Threshold);
        writer.WriteNumber("from", ring.From);
        WriteNumberOrNull(writer, "to", double.IsInfinity(ring.To) ? null : ring.To);
        writer.WriteNumber("groundTruths", ring.GroundTruths);
        writer.WriteNumber("predictions", ring.Predictions);
        writer.WriteNumber("truePositives", ring.TruePositives);
        writer.WriteNumber("recall", ring.Recall);
        writer.WriteNumber("AP", ring.AveragePrecision);
        WriteNumberOrNull(writer, "meanDistance", ring.MeanDistance);
        writer.WriteEndObject();
    }

    private static void WriteNumberOrNull(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
