using System.Numerics;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>For every ray the four texels round it.</summary>
internal sealed class TexelSquares(int capacity)
{
    public uint[] SouthWest { get; } = new uint[capacity];

    public uint[] SouthEast { get; } = new uint[capacity];

    public uint[] NorthWest { get; } = new uint[capacity];

    public uint[] NorthEast { get; } = new uint[capacity];

    /// <summary>Writes the colour between the four.</summary>
    /// <param name="right">How far the ray is from west to east, in 256ths.</param>
    /// <param name="up">How far it is from south to north.</param>
    /// <param name="colours">Whole vectors are written.</param>
    /// <param name="count">Number of rays.</param>
    public void Blend(uint[] right, uint[] up, Span<uint> colours, int count)
    {
        for (int i = 0; i < count; i += Vector<uint>.Count)
        {
            Vector<uint> east = new(right, i);
            PackedColours south = PackedColours.Mix(At(SouthWest, i), At(SouthEast, i), east);
            PackedColours north = PackedColours.Mix(At(NorthWest, i), At(NorthEast, i), east);
            PackedColours.Mix(south, north, new Vector<uint>(up, i)).Join().CopyTo(colours[i..]);
        }
    }

    private static PackedColours At(uint[] corner, int i) => PackedColours.Of(new Vector<uint>(corner, i));
}
