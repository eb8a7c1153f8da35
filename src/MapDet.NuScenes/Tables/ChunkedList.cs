namespace MapDet.NuScenes.Tables;

/// <summary>A list of millions of rows that grows without ever copying them.</summary>
internal sealed class ChunkedList<T>
    where T : struct
{
    private const int ChunkBits = 14;
    private const int ChunkSize = 1 << ChunkBits;

    private readonly List<T[]> _chunks = [];

    public int Count { get; private set; }

    public ref readonly T this[int index] => ref _chunks[index >> ChunkBits][index & (ChunkSize - 1)];

    public void Add(in T row)
    {
        int within = Count & (ChunkSize - 1);
        if (within == 0)
        {
            _chunks.Add(new T[ChunkSize]);
        }

        _chunks[^1][within] = row;
        Count++;
    }
}
