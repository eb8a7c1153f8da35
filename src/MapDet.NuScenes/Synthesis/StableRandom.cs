namespace MapDet.NuScenes.Synthesis;

/// <summary>
/// Random numbers that depend on nothing but the seed and a name: the same on every run, platform and runtime version, and
/// independent of the order in which others draw theirs. SplitMix64 (Steele, Lea and Flood 2014).
/// </summary>
internal sealed class StableRandom
{
    private const ulong Increment = 0x9E3779B97F4A7C15;
    private ulong _state;

    private StableRandom(ulong state) => _state = state;

    /// <summary>A stream of its own for a purpose and an index within it.</summary>
    public static StableRandom For(long seed, string purpose, int index = 0) => new(Hash(seed, purpose, index));

    /// <summary>A number that identifies a seed, a purpose and an index.</summary>
    public static ulong Hash(long seed, string purpose, int index = 0)
    {
        ulong hash = Mix((ulong)seed + Increment);
        foreach (char c in purpose)
        {
            hash = Mix(hash ^ c);
        }

        return Mix(hash ^ Mix((ulong)(uint)index + Increment));
    }

    /// <summary>A bijection of 64 bits that leaves no pattern.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public ulong NextBits()
    {
        _state += Increment;
        return Mix(_state);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [from, to).</summary>
    public double Between(double from, double to) => from + ((to - from) * NextDouble());

    /// <summary>A whole number from 0 to one less than the bound.</summary>
    public int Below(int bound) => (int)(NextDouble() * bound);

    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Normally distributed with mean 0.</summary>
    public double Gaussian(double sigma)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return sigma * radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Brings a list into a random order.</summary>
    public void Shuffle<T>(IList<T> items)
    {
        for (int i = items.Count - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
