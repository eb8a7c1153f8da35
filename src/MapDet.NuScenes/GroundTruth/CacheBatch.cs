using System.Collections.Immutable;
using System.Text;
using Apache.Arrow;
using MapDet.Core.Contracts;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>Some rows of a cache. Reads straight from the mapped file; safe for use from several threads.</summary>
internal sealed class CacheBatch
{
    private readonly StringArray _tokens;
    private readonly StringArray _scenes;
    private readonly StringArray _locations;
    private readonly DoubleArray _matrices;
    private readonly ListArray _elements;
    private readonly Int8Array _classes;
    private readonly BooleanArray _closed;
    private readonly ListArray _vertices;
    private readonly FloatArray _vertexValues;
    private readonly FloatArray _points;
    private readonly int _pointCount;

    /// <exception cref="InvalidDataException">The rows are not what the schema says, or point outside of the file.</exception>
    public CacheBatch(RecordBatch records, int pointCount)
    {
        Records = records;
        _pointCount = pointCount;
        _tokens = Column<StringArray>(0);
        _scenes = Column<StringArray>(1);
        _locations = Column<StringArray>(2);
        _matrices = Expect<DoubleArray>(Column<FixedSizeListArray>(3).Values);
        _elements = Column<ListArray>(4);
        StructArray elements = Expect<StructArray>(_elements.Values);
        _classes = Expect<Int8Array>(elements.Fields[0]);
        _closed = Expect<BooleanArray>(elements.Fields[1]);
        _vertices = Expect<ListArray>(elements.Fields[2]);
        _vertexValues = Expect<FloatArray>(_vertices.Values);
        _points = Expect<FloatArray>(Expect<FixedSizeListArray>(elements.Fields[3]).Values);
        Check();
    }

    public RecordBatch Records { get; }

    public int Count => Records.Length;

    public string Token(int row) => Text(_tokens, row);

    public GroundTruthSample Sample(int row)
    {
        int first = _elements.ValueOffsets[row];
        int count = _elements.ValueOffsets[row + 1] - first;
        ImmutableArray<MapElement>.Builder elements = ImmutableArray.CreateBuilder<MapElement>(count);
        for (int element = first; element < first + count; element++)
        {
            elements.Add(Element(element));
        }

        ReadOnlySpan<double> matrix = _matrices.Values.Slice(row * CacheSchema.MatrixSize, CacheSchema.MatrixSize);
        return new GroundTruthSample(
            Token(row), Text(_scenes, row), Text(_locations, row), RigidTransform.FromMatrix(matrix), elements.MoveToImmutable());
    }

    private MapElement Element(int element)
    {
        int first = _vertices.ValueOffsets[element];
        int end = _vertices.ValueOffsets[element + 1];
        return new MapElement(
            (MapClass)_classes.Values[element],
            new Polyline(Points(_vertexValues.Values[first..end])),
            Points(_points.Values.Slice(element * 2 * _pointCount, 2 * _pointCount)));
    }

    // The library's own reading of texts trusts the offsets of the file and would read beyond its end.
    private static string Text(StringArray texts, int row) => Encoding.UTF8.GetString(texts.Values[texts.ValueOffsets[row]..texts.ValueOffsets[row + 1]]);

    private static ImmutableArray<Point2> Points(ReadOnlySpan<float> values)
    {
        ImmutableArray<Point2>.Builder points = ImmutableArray.CreateBuilder<Point2>(values.Length / 2);
        for (int i = 0; i < values.Length; i += 2)
        {
            points.Add(new Point2(values[i], values[i + 1]));
        }

        return points.MoveToImmutable();
    }

    private void Check()
    {
        foreach (StringArray texts in (ReadOnlySpan<StringArray>)[_tokens, _scenes, _locations])
        {
            Require(texts.Values.Length >= CheckOffsets(texts.ValueOffsets, Count, leastLength: 1, multipleOf: 1), "names are missing");
        }

        int elements = CheckOffsets(_elements.ValueOffsets, Count, leastLength: 0, multipleOf: 1);
        int values = CheckOffsets(_vertices.ValueOffsets, elements, leastLength: 4, multipleOf: 2);
        Require(_matrices.Values.Length >= Count * CacheSchema.MatrixSize, "matrices are missing");
        Require(_classes.Values.Length >= elements && 8L * _closed.Values.Length >= elements, "elements are missing");
        Require(_vertexValues.Values.Length >= values && _points.Values.Length >= elements * 2 * _pointCount, "points are missing");
        Require(AllFinite(_matrices.Values[..(Count * CacheSchema.MatrixSize)]), "a matrix holds no numbers");
        Require(AllFinite(_vertexValues.Values[..values]) && AllFinite(_points.Values[..(elements * 2 * _pointCount)]), "a point holds no numbers");
        for (int element = 0; element < elements; element++)
        {
            Require(_classes.Values[element] is >= 0 and < MapClasses.Count, "a class is unknown");
            Require(BitUtility.GetBit(_closed.Values, element) == IsRing(element), "an element's vertices contradict its mark of being closed");
        }
    }

    private bool IsRing(int element)
    {
        ReadOnlySpan<float> values = _vertexValues.Values[_vertices.ValueOffsets[element].._vertices.ValueOffsets[element + 1]];
        return values[0] == values[^2] && values[1] == values[^1];
    }

    private static int CheckOffsets(ReadOnlySpan<int> offsets, int count, int leastLength, int multipleOf)
    {
        Require(offsets.Length > count && offsets[0] == 0, "offsets are missing");
        for (int i = 0; i < count; i++)
        {
            int length = offsets[i + 1] - offsets[i];
            Require(length >= leastLength && length % multipleOf == 0, "offsets do not rise");
        }

        return offsets[count];
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AllFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private T Column<T>(int index)
        where T : class, IArrowArray => Expect<T>(Records.Column(index));

    private static T Expect<T>(IArrowArray array)
        where T : class, IArrowArray => array as T ?? throw new InvalidDataException($"a column is a {array.GetType().Name}");

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new InvalidDataException(problem);
        }
    }
}
