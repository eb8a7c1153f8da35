using System.Globalization;
using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.IO;

namespace MapDet.Core.Evaluation;

/// <summary>Scores as <c>metrics.json</c>: fractions, not per cent.</summary>
public static class MetricsFile
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true };

    /// <summary>Writes scores.</summary>
    /// <param name="path">The file, replaced at once when complete.</param>
    /// <param name="metrics">The scores.</param>
    /// <param name="split">The split that was scored.</param>
    /// <param name="groundTruthHash">The hash of its ground truth; empty where there is none.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(string path, MapMetrics metrics, string split, string groundTruthHash)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        AtomicFile.Write(path, stream =>
        {
            using Utf8JsonWriter writer = new(stream, s_options);
            writer.WriteStartObject();
            writer.WriteNumber("mAP", metrics.MeanAveragePrecision);
            writer.WriteStartArray("thresholds");
            foreach (double threshold in metrics.Thresholds)
            {
                // As a decimal, which keeps the 0 of 1.0.
                writer.WriteNumberValue(decimal.Parse(Format(threshold), CultureInfo.InvariantCulture));
            }

            writer.WriteEndArray();
            writer.WriteStartObject("classes");
            foreach (MapClass mapClass in MapClasses.All)
            {
                writer.WritePropertyName(mapClass.Name());
                WriteClass(writer, metrics, metrics.Classes[(int)mapClass]);
            }

            writer.WriteEndObject();
            writer.WriteNumber("samples", metrics.Samples);
            writer.WriteString("split", split);
            writer.WriteString("groundTruthHash", groundTruthHash);
            writer.WriteEndObject();
        });
    }

    private static void WriteClass(Utf8JsonWriter writer, MapMetrics metrics, ClassMetrics scores)
    {
        writer.WriteStartObject();
        writer.WriteNumber("AP", scores.AveragePrecision);
        for (int t = 0; t < metrics.Thresholds.Length; t++)
        {
            writer.WriteNumber($"AP@{Format(metrics.Thresholds[t])}", scores.AveragePrecisions[t]);
        }

        writer.WriteNumber("groundTruths", scores.GroundTruths);
        writer.WriteNumber("predictions", scores.Predictions);
        writer.WriteEndObject();
    }

    private static string Format(double threshold) => threshold.ToString("0.0###", CultureInfo.InvariantCulture);
}
