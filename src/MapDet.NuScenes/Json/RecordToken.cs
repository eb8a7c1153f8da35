using System.Security.Cryptography;

namespace MapDet.NuScenes.Json;

/// <summary>A token as 128 bits: tables of millions of records hold these instead of texts.</summary>
internal readonly record struct RecordToken(ulong High, ulong Low)
{
    // Chosen anew in each process: no data set can be made up whose tokens all collide.
    private static readonly ulong s_highSeed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private static readonly ulong s_lowSeed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>What the empty text stands for: no record.</summary>
    public static RecordToken None => default;

    public bool IsNone => this == None;

    public override int GetHashCode()
    {
        ulong high = Math.BigMul(High ^ s_highSeed, Low ^ s_lowSeed, out ulong low);
        ulong mixed = high ^ low;
        return (int)(mixed ^ (mixed >> 32));
    }
}
