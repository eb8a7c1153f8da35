using System.Text.Json;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.IO;
using MapDet.NuScenes.GroundTruth;

namespace MapDet.Stage2.Export;

/// <summary>Ground truth as JSON of the format <c>nuscenes-vector-gt/1</c>: raw vertices and sampled points of every sample.</summary>
internal static class VectorGroundTruthFile
{
    /// <summary>Writes a cache.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cache">The ground truth.</param>
    /// <param name="cancellationToken">Ends the work; nothing is left behind.</param>
    public static void Write(string path, GroundTruthCache cache, CancellationToken cancellationToken) => AtomicFile.Write(path, stream =>
    {
        using Utf8JsonWriter writer = new(stream);
        writer.WriteStartObject();
        WriteHead(writer, cache.Info);
        writer.WriteStartArray("samples");
        for (int i = 0; i < cache.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteSample(writer, cache[i], cache.Info.Range);
            writer.Flush();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteHead(Utf8JsonWriter writer, GroundTruthCacheInfo info)
    {
        PerceptionRange range = info.Range;
        writer.WriteString("format", "nuscenes-vector-gt/1");
        writer.WriteString("version", info.NuScenesVersion);
        writer.WriteString("split", info.Split);
        WriteNumbers(writer, "pc_range", [range.XMin, range.YMin, range.ZMin, range.XMax, range.YMax, range.ZMax]);
        WriteNumbers(writer, "patch_size", [range.Length, range.Width]);
        writer.WriteNumber("num_points", info.PointCount);
        writer.WriteStartArray("classes");
        foreach (string name in info.ClassNames)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }

    private static void WriteSample(Utf8JsonWriter writer, GroundTruthSample sample, PerceptionRange range)
    {
        RigidTransform pose = sample.LidarToWorld;
        writer.WriteStartObject();
        writer.WriteString("sample_token", sample.SampleToken);
        writer.WriteString("scene_name", sample.SceneName);
        writer.WriteString("location", sample.Location);
        writer.WriteStartArray("lidar2global");
        foreach (double[] row in pose.ToMatrix().Chunk(4))
        {
            WriteNumbers(writer, name: null, row);
        }

        writer.WriteEndArray();
        WriteNumbers(writer, "patch_box", [pose.Translation.X, pose.Translation.Y, range.Length, range.Width]);
        writer.WriteNumber("patch_angle_deg", Math.Atan2(pose.Rotation(1, 0), pose.Rotation(0, 0)) * 180 / Math.PI);
        writer.WriteStartArray("instances");
        foreach (MapElement element in sample.Elements)
        {
            writer.WriteStartObject();
            writer.WriteNumber("cls", (int)element.Class);
            writer.WriteBoolean("closed", element.IsClosed);
            WritePoints(writer, "points", element.Vertices.Vertices);
            WritePoints(writer, "sampled", element.Points);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WritePoints(Utf8JsonWriter writer, string name, IEnumerable<Point2> points)
    {
        writer.WriteStartArray(name);
        foreach (Point2 point in points)
        {
            WriteNumbers(writer, name: null, [point.X, point.Y]);
        }

        writer.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string? name, IEnumerable<double> numbers)
    {
        if (name is null)
        {
            writer.WriteStartArray();
        }
        else
        {
            writer.WriteStartArray(name);
        }

        foreach (double number in numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }
}
