using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace MapDet.NuScenes.Json;

/// <summary>
/// Turns the texts of tokens into <see cref="RecordToken"/>s and back. The official tokens are 32 hex digits, which are the 128 bits
/// themselves; any other text is stood in for by 128 bits of its SHA-256 and remembered. Safe for use from several threads.
/// </summary>
internal sealed class TokenTexts
{
    private const int HexDigits = 32;
    private const byte NoDigit = 16;

    // The value of every byte as a digit; a look-up has no branches to mispredict.
    private static readonly byte[] Nibbles = MakeNibbles();

    private readonly ConcurrentDictionary<RecordToken, string> _others = new();

    public RecordToken Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return RecordToken.None;
        }

        if (utf8.Length == HexDigits && TryParseHex(utf8[..16], out ulong high) && TryParseHex(utf8[16..], out ulong low) && (high | low) != 0)
        {
            return new RecordToken(high, low);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8, hash);
        RecordToken token = new(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]));
        if (!_others.ContainsKey(token))
        {
            _others.TryAdd(token, Encoding.UTF8.GetString(utf8));
        }

        return token;
    }

    public RecordToken Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    public string Text(RecordToken token) =>
        token.IsNone ? "" : _others.TryGetValue(token, out string? text) ? text : $"{token.High:x16}{token.Low:x16}";

    // Capital digits are another text: the token must come back as it was written.
    private static bool TryParseHex(ReadOnlySpan<byte> digits, out ulong value)
    {
        value = 0;
        uint all = 0;
        foreach (byte digit in digits)
        {
            uint nibble = Nibbles[digit];
            all |= nibble;
            value = (value << 4) | nibble;
        }

        return all < NoDigit;
    }

    private static byte[] MakeNibbles()
    {
        byte[] nibbles = new byte[byte.MaxValue + 1];
        Array.Fill(nibbles, NoDigit);
        for (byte value = 0; value < 16; value++)
        {
            nibbles["0123456789abcdef"[value]] = value;
        }

        return nibbles;
    }
}
