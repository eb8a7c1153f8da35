using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.IO;

namespace MapDet.Core.Evaluation;

/// <summary>Predictions in MapTR's format, <c>nuscmap_results.json</c>: metres in the sample's map frame.</summary>
public static class MapTrResultsFile
{
    private const string Samples = "results";

    /// <summary>Reads predictions.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The samples in the order of the file. Detections may have any number of points.</returns>
    /// <exception cref="InvalidInputException">The file is missing or damaged, names an unknown class, or a sample twice; the message says where.</exception>
    public static IReadOnlyList<SampleDetections> Read(string path, CancellationToken cancellationToken = default) => MapTrSamples.Read(
        path,
        Samples,
        (token, vectors) => new SampleDetections(token, [.. vectors.Select((vector, i) => Detection(path, token, i, vector))]),
        cancellationToken);

    /// <summary>Writes predictions.</summary>
    /// <param name="path">The file, replaced at once when complete.</param>
    /// <param name="samples">May be made while they are written.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(string path, IEnumerable<SampleDetections> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        AtomicFile.Write(path, stream =>
        {
            using Utf8JsonWriter writer = new(stream);
            writer.WriteStartObject();
            WriteMeta(writer);
            writer.WriteStartArray(Samples);
            foreach (SampleDetections sample in samples)
            {
                MapTrSamples.WriteSample(writer, sample.SampleToken, sample.Detections, detection => MapTrVector.Write(writer, detection.Class, detection.Points, detection.Score));
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static MapDetection Detection(string path, string token, int index, MapTrVector vector) => new(
        vector.Class,
        vector.Score ?? throw new InvalidInputException(path, "is missing", token, $"vectors[{index}].confidence_level"),
        vector.Points);

    private static void WriteMeta(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("meta");
        writer.WriteBoolean("use_lidar", false);
        writer.WriteBoolean("use_camera", true);
        writer.WriteBoolean("use_radar", false);
        writer.WriteBoolean("use_map", false);
        writer.WriteBoolean("use_external", true);
        writer.WriteEndObject();
    }
}
