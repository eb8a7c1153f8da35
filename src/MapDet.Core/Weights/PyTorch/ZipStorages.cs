using System.IO.Compression;
using System.Text;

namespace MapDet.Core.Weights.PyTorch;

/// <summary>A PyTorch file as it is written since 1.6: an archive with the pickle and a file for each storage, none of them compressed.</summary>
internal sealed class ZipStorages : IStorageData
{
    private const string PickleName = "data.pkl";
    private const int LongestByteOrder = 16;
    private readonly ZipArchive _archive;
    private readonly Stream _stream;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<ZipArchiveEntry, long> _starts = [];
    private readonly string _prefix;
    private readonly long _length;

    /// <summary>Reads the archive's table.</summary>
    /// <param name="stream">The file, which is disposed with this.</param>
    /// <exception cref="PickleException">It is no such archive.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    public ZipStorages(Stream stream)
    {
        _stream = stream;
        _length = stream.Length;
        _archive = new ZipArchive(stream, ZipArchiveMode.Read);
        foreach (ZipArchiveEntry entry in _archive.Entries)
        {
            if (!_entries.TryAdd(entry.FullName, entry))
            {
                throw new PickleException("holds two files of the same name", entry.FullName);
            }
        }

        string[] pickles = [.. _entries.Keys.Where(name => name == PickleName || (name.EndsWith('/' + PickleName, StringComparison.Ordinal) && name.Count(c => c == '/') == 1))];
        _prefix = pickles.Length == 1
            ? pickles[0][..^PickleName.Length]
            : throw new PickleException($"is an archive with {pickles.Length} files {PickleName} instead of one");
        IsBigEndian = _entries.TryGetValue(_prefix + "byteorder", out ZipArchiveEntry? order) && IsBig(order);
    }

    /// <inheritdoc/>
    public bool IsBigEndian { get; }

    /// <summary>The pickle.</summary>
    public byte[] ReadPickle() => ReadAll(Whole(_entries[_prefix + PickleName]));

    /// <summary>Checks that a storage is in the archive.</summary>
    /// <param name="storage">What the pickle refers to.</param>
    /// <exception cref="PickleException">It is missing or too short.</exception>
    public StorageReference Check(StorageReference storage)
    {
        ZipArchiveEntry entry = Entry(storage);
        return entry.Length / storage.ElementSize >= storage.Count
            ? storage
            : throw new PickleException($"holds {entry.Length} bytes for a storage of {storage.Count} numbers", storage.Key);
    }

    /// <inheritdoc/>
    public Stream Open(StorageReference storage, long offset)
    {
        _stream.Position = Start(Entry(storage)) + offset;
        return new UnownedStream(_stream);
    }

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    /// <summary>Where the bytes of an entry begin in the file: the archive's own streams can't seek, and many tensors may lie in one storage.</summary>
    private long Start(ZipArchiveEntry entry)
    {
        if (_starts.TryGetValue(entry, out long known))
        {
            return known;
        }

        using Stream stream = entry.Open();
        bool isEmpty = stream.ReadByte() < 0;
        long second = _stream.Position;

        // What unpacks reads ahead.
        bool isPacked = stream.ReadByte() >= 0 && _stream.Position != second + 1;
        if (isEmpty || isPacked)
        {
            throw new InvalidDataException($"{entry.FullName} is empty, or compressed, which PyTorch does not do");
        }

        _starts.Add(entry, second - 1);
        return second - 1;
    }

    /// <summary>An entry that takes as much room in the file as in memory: PyTorch compresses nothing, and a bomb does.</summary>
    private ZipArchiveEntry Whole(ZipArchiveEntry entry)
    {
        if (entry.Length != entry.CompressedLength)
        {
            throw new PickleException("holds a compressed file, which PyTorch does not write", entry.FullName);
        }

        return entry.Length <= _length ? entry : throw new PickleException($"is cut short: it has {_length} bytes, and {entry.Length} in this part of it alone", entry.FullName);
    }

    private static byte[] ReadAll(ZipArchiveEntry entry)
    {
        if (entry.Length > Array.MaxLength)
        {
            throw new PickleException("is longer than any list of tensors", entry.FullName);
        }

        byte[] bytes = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    private bool IsBig(ZipArchiveEntry entry) => (entry.Length <= LongestByteOrder ? Encoding.ASCII.GetString(ReadAll(Whole(entry))) : null) switch
    {
        "little" => false,
        "big" => true,
        _ => throw new PickleException("is neither 'little' nor 'big'", entry.FullName),
    };

    private ZipArchiveEntry Entry(StorageReference storage) => _entries.TryGetValue($"{_prefix}data/{storage.Key}", out ZipArchiveEntry? entry)
        ? Whole(entry)
        : throw new PickleException("lacks the numbers of a storage", storage.Key);
}
