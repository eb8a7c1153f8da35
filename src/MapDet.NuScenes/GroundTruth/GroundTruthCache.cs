using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using MapDet.Core;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>
/// The ground truth of a split, read from a memory-mapped Arrow IPC file without copying. Safe for use from several threads until it is
/// disposed.
/// </summary>
public sealed class GroundTruthCache : IDisposable
{
    private static readonly byte[] Magic = "ARROW1"u8.ToArray();

    private readonly MappedFile _file;
    private readonly List<CacheBatch> _batches = [];
    private readonly List<(CacheBatch Batch, int Row)> _rows = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    private GroundTruthCache(string path, MappedFile file)
    {
        Path = path;
        _file = file;
        Read();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What the cache says about itself.</summary>
    public GroundTruthCacheInfo Info { get; private set; }

    /// <summary>Number of samples.</summary>
    public int Count => _rows.Count;

    /// <summary>The sample at a position; samples are ordered by time.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public GroundTruthSample this[int index]
    {
        get
        {
            (CacheBatch batch, int row) = _rows[index];
            return batch.Sample(row);
        }
    }

    internal IEnumerable<RecordBatch> Records => _batches.Select(batch => batch.Records);

    /// <summary>Opens a cache and checks it throughout.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">The file is absent, cut off, damaged, or no ground-truth cache.</exception>
    public static GroundTruthCache Open(string path)
    {
        MappedFile? file = null;
        try
        {
            file = new MappedFile(path);
            return new GroundTruthCache(path, file);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            ((IDisposable?)file)?.Dispose();
            throw exception switch
            {
                InvalidInputException => exception,
                FileNotFoundException or DirectoryNotFoundException => new InvalidInputException(path, "the file does not exist.", innerException: exception),
                IOException or UnauthorizedAccessException => new InvalidInputException(path, exception.Message, innerException: exception),

                // Whatever a decoder stumbles over in a damaged file, to the user it is a damaged file.
                _ => new InvalidInputException(path, $"the ground-truth cache is damaged ({exception.Message}); make it again.", innerException: exception),
            };
        }
    }

    /// <summary>The position of a sample, or -1.</summary>
    public int IndexOf(string sampleToken) => _index.GetValueOrDefault(sampleToken, -1);

    /// <summary>The token of the sample at a position, without reading its elements.</summary>
    public string TokenAt(int index) => _rows[index].Batch.Token(_rows[index].Row);

    /// <summary>Refuses a cache that was made for something else.</summary>
    /// <exception cref="InvalidInputException">It does not fit; the message says in what.</exception>
    public void EnsureFits(GroundTruthRequirements requirements) => requirements.Check(Path, Info);

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)_file).Dispose();

    [MemberNotNull(nameof(Info))]
    private void Read()
    {
        using ArrowStreamReader reader = new(Messages(_file.Memory));
        Info = CacheMetadata.Read(Path, reader.Schema.Metadata);
        CheckSchema(reader.Schema);
        while (reader.ReadNextRecordBatch() is { } records)
        {
            CacheBatch batch = new(records, Info.PointCount);
            _batches.Add(batch);
            for (int row = 0; row < batch.Count; row++)
            {
                if (!_index.TryAdd(batch.Token(row), _rows.Count))
                {
                    throw new InvalidInputException(Path, "two rows are of this sample.", batch.Token(row), "sample_token");
                }

                _rows.Add((batch, row));
            }
        }

        if (Count != Info.Statistics.Samples)
        {
            throw new InvalidDataException($"it holds {Count} samples, but should hold {Info.Statistics.Samples}");
        }
    }

    // The stream of messages lies between the magic with its padding and the footer, whose length stands before the closing magic.
    private static ReadOnlyMemory<byte> Messages(ReadOnlyMemory<byte> file)
    {
        const int HeadLength = 8;
        int tailLength = sizeof(int) + Magic.Length;
        ReadOnlySpan<byte> bytes = file.Span;
        if (bytes.Length < HeadLength + tailLength || !bytes.StartsWith(Magic))
        {
            throw new InvalidDataException("it is no Arrow file");
        }

        if (!bytes.EndsWith(Magic))
        {
            throw new InvalidDataException("its end is missing");
        }

        int footer = BinaryPrimitives.ReadInt32LittleEndian(bytes[^tailLength..]);
        int end = bytes.Length - tailLength - footer;
        return footer > 0 && end > HeadLength ? file[HeadLength..end] : throw new InvalidDataException("its footer is damaged");
    }

    private void CheckSchema(Schema schema)
    {
        Schema expected = CacheSchema.Create(Info);
        bool isEqual = schema.FieldsList.Select(Describe).SequenceEqual(expected.FieldsList.Select(Describe));
        if (Info.PointCount < 2 || !isEqual)
        {
            throw new InvalidDataException("its columns are not those of a ground-truth cache");
        }
    }

    private static string Describe(Field field)
    {
        string inner = field.DataType is Apache.Arrow.Types.NestedType nested ? string.Join(",", nested.Fields.Select(Describe)) : "";
        string size = field.DataType is Apache.Arrow.Types.FixedSizeListType list ? $"{list.ListSize}" : "";
        return $"{field.Name}:{field.DataType.TypeId}{size}({inner})";
    }
}
