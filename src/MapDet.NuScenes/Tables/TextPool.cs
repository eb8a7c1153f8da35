using System.Text;

namespace MapDet.NuScenes.Tables;

/// <summary>Many short texts as UTF-8 in a few large blocks.</summary>
internal sealed class TextPool
{
    private const int BlockSize = 1 << 20;

    private readonly List<byte[]> _blocks = [];
    private int _used = BlockSize;

    public TextSlice Add(ReadOnlySpan<byte> utf8)
    {
        if (_blocks.Count == 0 || _used + utf8.Length > _blocks[^1].Length)
        {
            _blocks.Add(new byte[Math.Max(BlockSize, utf8.Length)]);
            _used = 0;
        }

        utf8.CopyTo(_blocks[^1].AsSpan(_used));
        TextSlice slice = new(_blocks.Count - 1, _used, utf8.Length);
        _used += utf8.Length;
        return slice;
    }

    public string Get(TextSlice slice) => Encoding.UTF8.GetString(_blocks[slice.Block], slice.Start, slice.Length);
}
