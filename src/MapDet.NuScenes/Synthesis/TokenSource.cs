using System.Globalization;

namespace MapDet.NuScenes.Synthesis;

/// <summary>Tokens of 32 hexadecimal digits, one after the other, that depend on the seed and a name only.</summary>
internal sealed class TokenSource(long seed, string scope)
{
    private int _count;

    public string Next()
    {
        _count++;
        ulong high = StableRandom.Hash(seed, scope, _count);
        ulong low = StableRandom.Hash(~seed, scope, _count);
        return string.Create(CultureInfo.InvariantCulture, $"{high:x16}{low:x16}");
    }
}
