using MapDet.NuScenes.Json;

namespace MapDet.NuScenes.Tables;

/// <summary>
/// The tokens of a table's rows in their order, and the way from a token to its row. A dictionary would take twice the memory: the hash
/// table holds no tokens.
/// </summary>
internal sealed class TokenList
{
    private const int InitialSlots = 1 << 10;
    private const int HashShift = 32;

    private readonly ChunkedList<RecordToken> _tokens = new();

    // A slot holds a token's hash above its row number plus one; zero is free. The number of slots is a power of two.
    private ulong[] _slots = new ulong[InitialSlots];

    public int Count => _tokens.Count;

    public RecordToken this[int row] => _tokens[row];

    /// <summary>Takes the token of the next row.</summary>
    /// <returns>False, and nothing is taken, if a row has the token already.</returns>
    public bool TryAdd(RecordToken token)
    {
        uint hash = (uint)token.GetHashCode();
        int slot = FindSlot(token, hash);
        if (_slots[slot] != 0)
        {
            return false;
        }

        _tokens.Add(token);
        _slots[slot] = ((ulong)hash << HashShift) | (uint)_tokens.Count;
        if (_tokens.Count > _slots.Length / 3 * 2)
        {
            Grow();
        }

        return true;
    }

    public bool TryFind(RecordToken token, out int row)
    {
        row = RowOf(_slots[FindSlot(token, (uint)token.GetHashCode())]);
        return row >= 0;
    }

    /// <summary>The slot of a token, or the free one where it would go.</summary>
    private int FindSlot(RecordToken token, uint hash)
    {
        int mask = _slots.Length - 1;
        int slot = (int)hash & mask;
        while (_slots[slot] != 0 && (HashOf(_slots[slot]) != hash || _tokens[RowOf(_slots[slot])] != token))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow()
    {
        ulong[] grown = new ulong[2 * _slots.Length];
        int mask = grown.Length - 1;
        foreach (ulong taken in _slots)
        {
            if (taken != 0)
            {
                int slot = (int)HashOf(taken) & mask;
                while (grown[slot] != 0)
                {
                    slot = (slot + 1) & mask;
                }

                grown[slot] = taken;
            }
        }

        _slots = grown;
    }

    private static uint HashOf(ulong slot) => (uint)(slot >> HashShift);

    private static int RowOf(ulong slot) => (int)(uint)slot - 1;
}
