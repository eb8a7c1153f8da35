using System.Buffers;
using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.IO;
using MapDet.NuScenes.Tables;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>
/// Writes a cache as JSON in the format <c>nuscenes-vector-gt/1</c>: one object; <c>samples</c> one a line, each with its pose, its patch
/// and its instances (class, closed, raw polyline, sampled points).
/// </summary>
public static class VectorJsonWriter
{
    /// <summary>The name of the format.</summary>
    public const string Format = "nuscenes-vector-gt/1";

    /// <summary>Writes a cache.</summary>
    /// <param name="cache">The ground truth.</param>
    /// <param name="path">The file; complete or absent.</param>
    /// <param name="tables">Where scene tokens and times come from, which the cache does not hold; without them they are left out.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(GroundTruthCache cache, string path, NuScenesTables? tables = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cache);
        AtomicFile.Write(path, stream =>
        {
            ArrayBufferWriter<byte> buffer = new();
            using Utf8JsonWriter json = new(buffer);
            WriteHead(json, cache.Info);

            // The object stays open: samples follow one a line, which the JSON writer by itself would not do.
            json.Flush();
            stream.Write(buffer.WrittenSpan[..^1]);
            stream.Write(",\"samples\":["u8);
            for (int i = 0; i < cache.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                buffer.ResetWrittenCount();
                json.Reset();
                WriteSample(json, cache[i], cache.Info.Range, tables);
                json.Flush();
                stream.Write(i == 0 ? "\n"u8 : ",\n"u8);
                stream.Write(buffer.WrittenSpan);
            }

            stream.Write("\n]}\n"u8);
        });
    }

    private static void WriteHead(Utf8JsonWriter json, GroundTruthCacheInfo info)
    {
        PerceptionRange range = info.Range;
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("version", info.NuScenesVersion);
        json.WriteString("split", info.Split);
        WriteNumbers(json, "pc_range", [range.XMin, range.YMin, range.ZMin, range.XMax, range.YMax, range.ZMax]);
        WriteNumbers(json, "patch_size", [range.Length, range.Width]);
        json.WriteNumber("num_points", info.PointCount);
        json.WriteStartArray("classes");
        foreach (string name in info.ClassNames)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteString("ground_truth_hash", info.Hash);
        json.WriteEndObject();
    }

    private static void WriteSample(Utf8JsonWriter json, GroundTruthSample sample, PerceptionRange range, NuScenesTables? tables)
    {
        double[] matrix = sample.LidarToWorld.ToMatrix();
        json.WriteStartObject();
        json.WriteString("sample_token", sample.SampleToken);
        json.WriteString("scene_name", sample.SceneName);
        if (tables?.FindSample(sample.SampleToken) is { } found)
        {
            json.WriteString("scene_token", found.Scene.Token);
            json.WriteNumber("timestamp", found.Sample.Timestamp);
        }

        json.WriteString("location", sample.Location);
        json.WriteStartArray("lidar2global");
        for (int row = 0; row < 4; row++)
        {
            WriteNumbers(json, null, matrix.AsSpan(4 * row, 4));
        }

        json.WriteEndArray();
        WriteNumbers(json, "lidar2global_rotation", RotationQuaternion.Of(sample.LidarToWorld));
        WriteNumbers(json, "patch_box", [matrix[3], matrix[7], range.Length, range.Width]);
        json.WriteNumber("patch_angle_deg", sample.LidarToWorld.Yaw * 180 / Math.PI);
        json.WriteStartArray("instances");
        foreach (MapElement element in sample.Elements)
        {
            json.WriteStartObject();
            json.WriteNumber("cls", (int)element.Class);
            json.WriteBoolean("closed", element.IsClosed);
            WritePoints(json, "points", element.Vertices.Vertices.AsSpan());
            WritePoints(json, "sampled", element.Points.AsSpan());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string? name, ReadOnlySpan<double> numbers)
    {
        if (name is not null)
        {
            json.WritePropertyName(name);
        }

        json.WriteStartArray();
        foreach (double number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static void WritePoints(Utf8JsonWriter json, string name, ReadOnlySpan<Point2> points)
    {
        json.WriteStartArray(name);
        foreach (Point2 point in points)
        {
            json.WriteStartArray();
            json.WriteNumberValue((float)point.X);
            json.WriteNumberValue((float)point.Y);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
