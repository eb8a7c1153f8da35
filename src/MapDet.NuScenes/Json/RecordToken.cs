namespace MapDet.NuScenes.Json;

/// <summary>A token as 128 bits: tables of millions of records hold these instead of texts.</summary>
internal readonly record struct RecordToken(ulong High, ulong Low)
{
    // 2^64 divided by the golden ratio: a product with it spreads patterned tokens over its upper half.
    private const ulong Spread = 0x9E3779B97F4A7C15;

    /// <summary>What the empty text stands for: no record.</summary>
    public static RecordToken None => default;

    public bool IsNone => this == None;

    public override int GetHashCode() => (int)((((High * Spread) ^ Low) * Spread) >> 32);
}
