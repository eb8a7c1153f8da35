using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.IO;

namespace MapDet.Core.Evaluation;

/// <summary>Ground truth in MapTR's format, <c>nuscenes_map_anns_val.json</c>: the elements' own vertices, metres in the sample's map frame.</summary>
public static class MapTrAnnotationsFile
{
    private const string Samples = "GTs";
    private const int SampledPoints = 20;

    /// <summary>Reads ground truth.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The samples in the order of the file, elements with 20 sampled points.</returns>
    /// <exception cref="InvalidInputException">The file is missing or damaged, names an unknown class, or a sample twice; the message says where.</exception>
    public static IReadOnlyList<SampleAnnotations> Read(string path, CancellationToken cancellationToken = default) => MapTrSamples.Read(
        path,
        Samples,
        (token, vectors) => new SampleAnnotations(token, [.. vectors.Select((vector, i) => Element(path, token, i, vector))]),
        cancellationToken);

    /// <summary>Writes ground truth.</summary>
    /// <param name="path">The file, replaced at once when complete.</param>
    /// <param name="samples">May be made while they are written.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(string path, IEnumerable<SampleAnnotations> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        AtomicFile.Write(path, stream =>
        {
            using Utf8JsonWriter writer = new(stream);
            writer.WriteStartObject();
            writer.WriteStartArray(Samples);
            foreach (SampleAnnotations sample in samples)
            {
                MapTrSamples.WriteSample(writer, sample.SampleToken, sample.Elements, element => MapTrVector.Write(writer, element.Class, element.Vertices.Vertices, score: null));
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static MapElement Element(string path, string token, int index, MapTrVector vector)
    {
        if (vector.Points.Length < 2)
        {
            throw new InvalidInputException(path, $"has {vector.Points.Length} points, a line needs two", token, $"vectors[{index}].pts");
        }

        Polyline line = new(vector.Points);
        return new MapElement(vector.Class, line, [.. line.Resample(SampledPoints).Select(p => new Point2((float)p.X, (float)p.Y))]);
    }
}
