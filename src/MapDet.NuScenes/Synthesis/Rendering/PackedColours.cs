using System.Numerics;
using SkiaSharp;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>Several colours with room to calculate: red and blue share a word, green has one of its own.</summary>
internal readonly record struct PackedColours(Vector<uint> RedBlue, Vector<uint> Green)
{
    private const uint RedAndBlue = 0x00FF00FF;

    /// <summary>A colour as one word with red in the lowest byte.</summary>
    public static uint Word(SKColor colour) => colour.Red | ((uint)colour.Green << 8) | ((uint)colour.Blue << 16);

    /// <summary>Spreads colours that have red in the lowest byte.</summary>
    public static PackedColours Of(Vector<uint> colours) => new(colours & new Vector<uint>(RedAndBlue), (colours >> 8) & new Vector<uint>(255));

    /// <summary>The colours between two others; <paramref name="share"/> is how much of the second, in 256ths.</summary>
    public static PackedColours Mix(PackedColours a, PackedColours b, Vector<uint> share)
    {
        Vector<uint> rest = new Vector<uint>(256) - share;
        return new PackedColours(
            (((a.RedBlue * rest) + (b.RedBlue * share)) >> 8) & new Vector<uint>(RedAndBlue),
            ((a.Green * rest) + (b.Green * share)) >> 8);
    }

    /// <summary>One word a colour again.</summary>
    public Vector<uint> Join() => RedBlue | (Green << 8);
}
