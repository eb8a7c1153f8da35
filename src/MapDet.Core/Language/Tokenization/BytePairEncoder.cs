using System.Runtime.InteropServices;

namespace MapDet.Core.Language.Tokenization;

/// <summary>
/// Divides a normalised text into pieces: from single characters on, the neighbours whose joined text is the piece with the highest
/// score are merged, the leftmost first among equals. Takes time in n log n.
/// </summary>
/// <remarks>Source: bpe_model.cc of google/sentencepiece.</remarks>
internal sealed class BytePairEncoder
{
    private readonly SentencePieceVocabulary _vocabulary;
    private readonly PrefixMatcher _whole;
    private readonly byte[] _text;
    private readonly List<Symbol> _symbols = [];
    private readonly PriorityQueue<Merge, Merge> _merges = new(MergeOrder.Instance);

    // Pieces that are merged but never given out, by their text, with the length of the first of the two that they came from.
    private readonly Dictionary<byte[], int> _divisions = new(Utf8Comparer.Instance);
    private readonly List<int> _ids = [];

    private BytePairEncoder(SentencePieceVocabulary vocabulary, PrefixMatcher whole, byte[] text) =>
        (_vocabulary, _whole, _text) = (vocabulary, whole, text);

    /// <summary>The ids of a text.</summary>
    /// <param name="vocabulary">The pieces.</param>
    /// <param name="whole">Words that are one symbol and take part in no merge.</param>
    /// <param name="text">UTF-8, normalised.</param>
    public static List<int> Encode(SentencePieceVocabulary vocabulary, PrefixMatcher whole, byte[] text)
    {
        BytePairEncoder encoder = new(vocabulary, whole, text);
        encoder.Split();
        encoder.MergeAll();
        encoder.Collect();
        return encoder._ids;
    }

    private void Split()
    {
        for (int start = 0; start < _text.Length;)
        {
            ReadOnlySpan<byte> rest = _text.AsSpan(start);
            int word = _whole.Match(rest);
            int length = word;
            if (word == 0)
            {
                Utf8.TryGetLength(rest, out length);
            }

            _symbols.Add(new Symbol(start, length, _symbols.Count - 1, _symbols.Count + 1, IsWhole: word > 0));
            start += length;
        }

        for (int right = 1; right < _symbols.Count; right++)
        {
            Propose(right - 1, right);
        }
    }

    private void MergeAll()
    {
        while (_merges.TryDequeue(out Merge merge, out _))
        {
            Span<Symbol> symbols = CollectionsMarshal.AsSpan(_symbols);
            ref Symbol left = ref symbols[merge.Left];
            ref Symbol right = ref symbols[merge.Right];

            // One of the two has been merged with another neighbour since.
            if (left.Length == 0 || right.Length == 0 || left.Length + right.Length != merge.Length)
            {
                continue;
            }

            left = left with { Length = merge.Length, Next = right.Next };
            right = right with { Length = 0 };
            if (left.Next < symbols.Length)
            {
                symbols[left.Next] = symbols[left.Next] with { Previous = merge.Left };
            }

            Propose(left.Previous, merge.Left);
            Propose(merge.Left, left.Next);
        }
    }

    private void Propose(int left, int right)
    {
        if (left < 0 || right >= _symbols.Count || _symbols[left].IsWhole || _symbols[right].IsWhole)
        {
            return;
        }

        Symbol first = _symbols[left];
        int length = first.Length + _symbols[right].Length;
        ReadOnlySpan<byte> text = _text.AsSpan(first.Start, length);
        if (!_vocabulary.TryFindMerged(text, out int id))
        {
            return;
        }

        Merge merge = new(left, right, length, _vocabulary[id].Score);
        _merges.Enqueue(merge, merge);
        if (_vocabulary[id].Type == SentencePieceType.Unused)
        {
            _divisions[_vocabulary[id].Text] = first.Length;
        }
    }

    private void Collect()
    {
        bool isAfterUnknown = false;
        for (int i = 0; i < _symbols.Count; i = _symbols[i].Next)
        {
            Symbol symbol = _symbols[i];
            Collect(_text.AsSpan(symbol.Start, symbol.Length), ref isAfterUnknown);
        }
    }

    private void Collect(ReadOnlySpan<byte> symbol, ref bool isAfterUnknown)
    {
        // Both parts are shorter than the whole, and no longer than the longest piece: the stack is short.
        int id = _vocabulary.Find(symbol);
        if (_vocabulary[id].Type == SentencePieceType.Unused && _divisions.TryGetValue(_vocabulary[id].Text, out int first))
        {
            Collect(symbol[..first], ref isAfterUnknown);
            Collect(symbol[first..], ref isAfterUnknown);
            return;
        }

        bool isUnknown = id == _vocabulary.UnknownId;
        if (isUnknown && _vocabulary.HasByteFallback)
        {
            foreach (byte value in symbol)
            {
                _ids.Add(_vocabulary.FindByte(value));
            }
        }
        else if (!isUnknown || !isAfterUnknown)
        {
            _ids.Add(id);
        }

        isAfterUnknown = isUnknown;
    }

    /// <summary>A part of the text between its neighbours; of length 0 once it is merged into the one before it.</summary>
    private readonly record struct Symbol(int Start, int Length, int Previous, int Next, bool IsWhole);

    /// <summary>Two neighbours that can become one piece.</summary>
    private readonly record struct Merge(int Left, int Right, int Length, float Score);

    private sealed class MergeOrder : IComparer<Merge>
    {
        public static MergeOrder Instance { get; } = new();

        public int Compare(Merge x, Merge y) => y.Score.CompareTo(x.Score) is var byScore and not 0 ? byScore : x.Left.CompareTo(y.Left);
    }
}
