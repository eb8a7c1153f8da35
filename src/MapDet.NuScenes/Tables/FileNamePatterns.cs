using System.Globalization;

namespace MapDet.NuScenes.Tables;

/// <summary>
/// The file names of sensor records. Those of a sensor in a log differ only in the time, which the record has as well: a name is kept
/// without its time, and so once for thousands of records.
/// </summary>
internal sealed class FileNamePatterns
{
    private const int LongestTime = 20;

    // File names have no control characters: see DataPath.
    private const byte TimeMark = 0;

    private readonly TextInterner _patterns = new();
    private byte[] _buffer = new byte[256];

    /// <summary>Takes a name.</summary>
    /// <param name="utf8">The name.</param>
    /// <param name="timestamp">The record's time.</param>
    /// <returns>The number of its pattern.</returns>
    public int Add(ReadOnlySpan<byte> utf8, long timestamp)
    {
        Span<byte> time = stackalloc byte[LongestTime];
        timestamp.TryFormat(time, out int length, default, CultureInfo.InvariantCulture);
        int start = utf8.LastIndexOf(time[..length]);
        if (start < 0)
        {
            return _patterns.Add(utf8);
        }

        if (_buffer.Length <= utf8.Length)
        {
            _buffer = new byte[2 * utf8.Length];
        }

        utf8[..start].CopyTo(_buffer);
        _buffer[start] = TimeMark;
        ReadOnlySpan<byte> rest = utf8[(start + length)..];
        rest.CopyTo(_buffer.AsSpan(start + 1));
        return _patterns.Add(_buffer.AsSpan(0, start + 1 + rest.Length));
    }

    /// <summary>A name.</summary>
    /// <param name="pattern">The number of its pattern.</param>
    /// <param name="timestamp">The record's time.</param>
    public string Get(int pattern, long timestamp) =>
        _patterns[pattern].Replace(((char)TimeMark).ToString(), timestamp.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
