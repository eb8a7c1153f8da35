using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.IO;

namespace MapDet.Core.Evaluation;

/// <summary>Precision-recall curves as JSON: a curve a class and threshold, as columns of numbers.</summary>
public static class PrecisionRecallFile
{
    /// <summary>Longer curves are thinned evenly to this many points; the first and the last stay.</summary>
    public const int MaxPoints = 1000;

    /// <summary>Writes curves.</summary>
    /// <param name="path">The file, replaced at once when complete.</param>
    /// <param name="analysis">What holds the curves.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(string path, MapAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        AtomicFile.Write(path, stream =>
        {
            using Utf8JsonWriter writer = new(stream);
            writer.WriteStartObject();
            writer.WriteStartArray("curves");
            foreach (ThresholdAnalysis part in analysis.Parts)
            {
                WriteCurve(writer, part);
                writer.Flush();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static void WriteCurve(Utf8JsonWriter writer, ThresholdAnalysis part)
    {
        PrecisionRecallPoint[] points = Thin(part.Curve);
        writer.WriteStartObject();
        writer.WriteString("class", part.Class.Name());
        writer.WriteNumber("threshold", part.Threshold);
        writer.WriteNumber("AP", part.Overall.AveragePrecision);
        writer.WriteNumber("groundTruths", part.Overall.GroundTruths);
        writer.WriteNumber("predictions", part.Overall.Predictions);
        writer.WriteNumber("truePositives", part.Overall.TruePositives);
        WriteColumn(writer, "score", points.Select(p => p.Score));
        WriteColumn(writer, "recall", points.Select(p => p.Recall));
        WriteColumn(writer, "precision", points.Select(p => p.Precision));
        WriteColumn(writer, "interpolatedPrecision", points.Select(p => p.InterpolatedPrecision));
        writer.WriteEndObject();
    }

    private static PrecisionRecallPoint[] Thin(IReadOnlyList<PrecisionRecallPoint> points) => points.Count <= MaxPoints
        ? [.. points]
        : [.. Enumerable.Range(0, MaxPoints).Select(i => points[(int)((long)i * (points.Count - 1) / (MaxPoints - 1))])];

    private static void WriteColumn(Utf8JsonWriter writer, string name, IEnumerable<double> values)
    {
        writer.WriteStartArray(name);
        foreach (double value in values)
        {
            // A model that broke down may have given scores that are no numbers; JSON has none for them.
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        writer.WriteEndArray();
    }
}
