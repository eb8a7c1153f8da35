using System.Numerics;
using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>
/// The tokens of a table of millions of records, by which its rows are found. They are gathered while the table streams by; the
/// index over them is made once, when their number is known, and costs some 12 bytes a record.
/// </summary>
internal sealed class TokenIndex
{
    private readonly ChunkedList<RecordToken> _tokens = new();

    // Open addressing: the position of a token plus one, 0 where nothing is. At most half of it is ever taken.
    private int[] _slots = [];

    public int Count => _tokens.Count;

    public void Add(RecordToken token) => _tokens.Add(token);

    /// <summary>Makes the index over all tokens.</summary>
    /// <param name="duplicate">A token that is there twice.</param>
    /// <returns>False if there is such a token.</returns>
    public bool TryBuild(out RecordToken duplicate)
    {
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(2 * Count, 2))];
        for (int position = 0; position < Count; position++)
        {
            duplicate = _tokens[position];
            int slot = SlotOf(duplicate);
            if (_slots[slot] != 0)
            {
                return false;
            }

            _slots[slot] = position + 1;
        }

        duplicate = RecordToken.None;
        return true;
    }

    /// <summary>The position of a token among those added.</summary>
    public bool TryFind(RecordToken token, out int position)
    {
        position = _slots[SlotOf(token)] - 1;
        return position >= 0;
    }

    // The slot that holds the token, or the free one where it belongs.
    private int SlotOf(RecordToken token)
    {
        int mask = _slots.Length - 1;
        int slot = token.GetHashCode() & mask;
        while (_slots[slot] != 0 && _tokens[_slots[slot] - 1] != token)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
