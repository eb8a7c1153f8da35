namespace MapDet.Core.Runtime;

/// <summary>
/// Random numbers that depend on their key alone (a seed and what they are for), so that nothing has to be remembered to draw them
/// again.
/// </summary>
/// <remarks>Source: Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators" (SplitMix64).</remarks>
#pragma warning disable CA1815 // A source of numbers is not compared.
public struct KeyedRandom
#pragma warning restore CA1815
{
    private ulong _state;

    /// <summary>Begins the sequence of a key.</summary>
    /// <param name="seed">The seed of a run.</param>
    /// <param name="first">What the numbers are for.</param>
    /// <param name="second">Which of several such things.</param>
    public KeyedRandom(long seed, long first, long second = 0)
    {
        _state = (ulong)seed;
        _state = Next() ^ (ulong)first;
        _state = Next() ^ (ulong)second;
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number in [0, bound).</summary>
    /// <param name="bound">At least 1.</param>
    public int Next(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>0 to <paramref name="count"/> - 1 in random order.</summary>
    /// <param name="count">How many.</param>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
