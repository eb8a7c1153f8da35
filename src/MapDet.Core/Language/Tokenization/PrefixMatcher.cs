namespace MapDet.Core.Language.Tokenization;

/// <summary>Finds the longest of some words at the start of a text.</summary>
internal sealed class PrefixMatcher
{
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _words;
    private readonly Dictionary<byte, int[]> _lengths;

    /// <summary>Takes the words, none of them empty.</summary>
    public PrefixMatcher(IEnumerable<byte[]> words)
    {
        HashSet<byte[]> set = new(words, Utf8Comparer.Instance);
        _words = set.GetAlternateLookup<ReadOnlySpan<byte>>();
        _lengths = set.GroupBy(word => word[0]).ToDictionary(
            group => group.Key, group => group.Select(word => word.Length).Distinct().OrderDescending().ToArray());
    }

    /// <summary>The length of the longest word that begins a text; 0 for none.</summary>
    /// <param name="text">Not empty.</param>
    public int Match(ReadOnlySpan<byte> text)
    {
        if (_lengths.TryGetValue(text[0], out int[]? lengths))
        {
            foreach (int length in lengths)
            {
                if (length <= text.Length && _words.Contains(text[..length]))
                {
                    return length;
                }
            }
        }

        return 0;
    }
}
