using System.Globalization;

namespace MapDet.NuScenes.Synthesis;

/// <summary>Tokens of 32 hexadecimal digits, one after the other, that depend on the seed and a name only.</summary>
internal sealed class TokenSource(long seed, string scope)
{
    private int _count;

    public string Next() => At(_count++);

    /// <summary>The token that <see cref="Next"/> gives after as many others, so that tables of any length need not keep theirs.</summary>
    public string At(int index)
    {
        ulong high = StableRandom.Hash(seed, scope, index + 1);
        ulong low = StableRandom.Hash(~seed, scope, index + 1);
        return string.Create(CultureInfo.InvariantCulture, $"{high:x16}{low:x16}");
    }
}
