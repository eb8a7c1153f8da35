using System.Text;

namespace MapDet.NuScenes.Tables;

/// <summary>Texts that come again and again, each kept once under a number.</summary>
internal sealed class TextInterner
{
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private char[] _buffer = new char[256];

    public string this[int number] => _texts[number];

    /// <summary>The number of a text, which is new if the text is.</summary>
    public int Add(ReadOnlySpan<byte> utf8)
    {
        if (_buffer.Length < utf8.Length)
        {
            _buffer = new char[2 * utf8.Length];
        }

        ReadOnlySpan<char> text = _buffer.AsSpan(0, Encoding.UTF8.GetChars(utf8, _buffer));
        if (_numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out int number))
        {
            return number;
        }

        string copy = text.ToString();
        _numbers.Add(copy, _texts.Count);
        _texts.Add(copy);
        return _texts.Count - 1;
    }
}
