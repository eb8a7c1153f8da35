using Apache.Arrow;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>Lays samples out as an Arrow record batch.</summary>
internal static class CacheBatchWriter
{
    public static RecordBatch Create(Schema schema, IReadOnlyList<GroundTruthSample> samples, int pointCount)
    {
        DoubleArray.Builder matrices = new();
        foreach (GroundTruthSample sample in samples)
        {
            matrices.AppendRange(sample.LidarToWorld.ToMatrix());
        }

        IArrowArray[] columns =
        [
            Texts(samples.Select(sample => sample.SampleToken)),
            Texts(samples.Select(sample => sample.SceneName)),
            Texts(samples.Select(sample => sample.Location)),
            new FixedSizeListArray(CacheSchema.Matrix, samples.Count, matrices.Build(), ArrowBuffer.Empty, 0),
            new ListArray(
                CacheSchema.Elements(pointCount),
                samples.Count,
                Offsets(samples.Select(sample => sample.Elements.Length)),
                Elements([.. samples.SelectMany(sample => sample.Elements)], pointCount),
                ArrowBuffer.Empty,
                0),
        ];
        return new RecordBatch(schema, columns, samples.Count);
    }

    private static StructArray Elements(MapElement[] elements, int pointCount)
    {
        Int8Array.Builder classes = new();
        BooleanArray.Builder closed = new();
        FloatArray.Builder vertices = new();
        FloatArray.Builder points = new();
        foreach (MapElement element in elements)
        {
            Point2[] rounded = SinglePrecision(element.Vertices);
            classes.Append((sbyte)element.Class);
            closed.Append(rounded[0] == rounded[^1]);
            Append(vertices, rounded);
            Append(points, element.Points);
        }

        IArrowArray[] fields =
        [
            classes.Build(),
            closed.Build(),
            new ListArray(
                CacheSchema.Vertices,
                elements.Length,
                Offsets(elements.Select(element => 2 * element.Vertices.Vertices.Length)),
                vertices.Build(),
                ArrowBuffer.Empty,
                0),
            new FixedSizeListArray(CacheSchema.Points(pointCount), elements.Length, points.Build(), ArrowBuffer.Empty, 0),
        ];
        return new StructArray(CacheSchema.Element(pointCount), elements.Length, fields, ArrowBuffer.Empty, 0);
    }

    // An open line of less than a micrometre must not become a ring by rounding.
    private static Point2[] SinglePrecision(Polyline line)
    {
        Point2[] rounded = [.. line.Vertices.Select(vertex => new Point2((float)vertex.X, (float)vertex.Y))];
        if (!line.IsClosed && rounded[0] == rounded[^1])
        {
            rounded[^1] = rounded[^1] with { X = MathF.BitIncrement((float)rounded[^1].X) };
        }

        return rounded;
    }

    private static void Append(FloatArray.Builder values, IEnumerable<Point2> points)
    {
        foreach (Point2 point in points)
        {
            values.Append((float)point.X);
            values.Append((float)point.Y);
        }
    }

    private static StringArray Texts(IEnumerable<string> texts) => new StringArray.Builder().AppendRange(texts).Build();

    private static ArrowBuffer Offsets(IEnumerable<int> lengths)
    {
        ArrowBuffer.Builder<int> offsets = new();
        int offset = 0;
        offsets.Append(offset);
        foreach (int length in lengths)
        {
            offset += length;
            offsets.Append(offset);
        }

        return offsets.Build();
    }
}
