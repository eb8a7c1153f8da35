using System.Buffers.Binary;

namespace MapDet.Core.Weights.PyTorch;

/// <summary>A PyTorch file as it was written before 1.6: five pickles, then the numbers of the storages one after the other.</summary>
/// <remarks>
/// The third pickle says whether the machine was little-endian. PyTorch does not look at it: such files begin each number with its lowest byte on every machine
/// (<c>THPStorage_writeFileRaw</c>).
/// </remarks>
internal sealed class LegacyStorages : IStorageData
{
    // Names and shapes of the largest models take a few megabytes; numbers begin behind them.
    private const int MostPickled = 1 << 26;
    private const long Protocol = 1001;
    private static readonly Int128 s_magic = Int128.Parse("119547037146038801333356", System.Globalization.CultureInfo.InvariantCulture);
    private readonly Stream _stream;
    private readonly Dictionary<string, long> _starts = new(StringComparer.Ordinal);

    /// <summary>Reads the pickles and finds the storages.</summary>
    /// <param name="stream">The file, which is disposed with this.</param>
    /// <exception cref="PickleException">It is damaged, or no such file.</exception>
    public LegacyStorages(Stream stream)
    {
        _stream = stream;
        byte[] beginning = new byte[(int)Math.Min(stream.Length, MostPickled)];
        stream.Position = 0;
        stream.ReadExactly(beginning);
        PickleReader reader = new(beginning);
        if (Unpickler.Run(reader, NoStorage) is not Int128 magic || magic != s_magic)
        {
            throw new PickleException("is no PyTorch file: it begins with another number");
        }

        if (Unpickler.Run(reader, NoStorage) is not Protocol)
        {
            throw new PickleException("is written in another protocol than 1001");
        }

        _ = Unpickler.Run(reader, NoStorage);
        Dictionary<string, StorageReference> storages = new(StringComparer.Ordinal);
        int start = reader.Position;
        Root = Unpickler.Run(reader, id => Remember(storages, StorageIds.Read(id)));
        PickleLength = reader.Position - start;
        FindStorages(storages, Unpickler.Run(reader, NoStorage), reader.Position);
    }

    /// <summary>What the main pickle holds.</summary>
    public object? Root { get; }

    /// <summary>Its length in bytes.</summary>
    public int PickleLength { get; }

    /// <inheritdoc/>
    public bool IsBigEndian => false;

    /// <inheritdoc/>
    public Stream Open(StorageReference storage, long offset)
    {
        _stream.Position = _starts[storage.Key] + offset;
        return new UnownedStream(_stream);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static object NoStorage(object? id) => throw new PickleException("refers to a storage where there is none");

    private static StorageReference Remember(Dictionary<string, StorageReference> storages, StorageReference storage)
    {
        StorageReference first = storages.TryAdd(storage.Key, storage) ? storage : storages[storage.Key];
        return first.Type == storage.Type && first.Count == storage.Count
            ? storage
            : throw new PickleException("refers to the same storage as two different ones", storage.Key);
    }

    private void FindStorages(Dictionary<string, StorageReference> storages, object? keys, long position)
    {
        if (keys is not PickleList list || list.Items.Count != storages.Count)
        {
            throw new PickleException($"refers to {storages.Count} storages and lists others");
        }

        Span<byte> length = stackalloc byte[sizeof(long)];
        foreach (object? key in list.Items)
        {
            if (key is not string name || !storages.TryGetValue(name, out StorageReference? storage) || position > _stream.Length - sizeof(long))
            {
                throw new PickleException("is cut short, or lists a storage that nothing refers to", key as string);
            }

            _stream.Position = position;
            _stream.ReadExactly(length);
            long count = BinaryPrimitives.ReadInt64LittleEndian(length);
            position += sizeof(long);
            if (count != storage.Count || !_starts.TryAdd(name, position) || storage.Count * storage.ElementSize > _stream.Length - position)
            {
                throw new PickleException($"is cut short, or holds {count} numbers for a storage of {storage.Count}", name);
            }

            position += storage.Count * storage.ElementSize;
        }
    }
}
