namespace MapDet.NuScenes.Json;

/// <summary>A token as 128 bits: tables of millions of records hold these instead of texts.</summary>
internal readonly record struct RecordToken(ulong High, ulong Low)
{
    /// <summary>What the empty text stands for: no record.</summary>
    public static RecordToken None => default;

    public bool IsNone => this == None;

    public override int GetHashCode()
    {
        ulong mixed = High ^ Low;
        return (int)(mixed ^ (mixed >> 32));
    }
}
