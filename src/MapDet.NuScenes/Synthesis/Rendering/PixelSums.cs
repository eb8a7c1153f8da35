using System.Numerics;
using System.Runtime.InteropServices;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>
/// Sums of the colours that the rays of one row of pixels meet, several pixels at a time. Red and blue share a word: each half holds
/// the sum of up to 256 rays.
/// </summary>
internal sealed class PixelSums(int width)
{
    private const uint Opaque = 0xFF000000;

    // So many bits make multiplying by the reciprocal of a number of rays an exact division.
    private const int ReciprocalBits = 20;

    private readonly uint[] _redBlue = new uint[width + Vector<uint>.Count];
    private readonly uint[] _green = new uint[width + Vector<uint>.Count];
    private readonly uint[] _means = new uint[width + Vector<uint>.Count];

    public void Clear()
    {
        Array.Clear(_redBlue);
        Array.Clear(_green);
    }

    /// <summary>Adds one colour each to neighbouring pixels.</summary>
    /// <param name="first">The first pixel.</param>
    /// <param name="colours">Red in the lowest byte; there is a vector of room behind the last one, which is overwritten.</param>
    /// <param name="count">Number of pixels.</param>
    public void Add(int first, Span<uint> colours, int count)
    {
        colours.Slice(count, Vector<uint>.Count).Clear();
        for (int i = 0; i < count; i += Vector<uint>.Count)
        {
            PackedColours packed = PackedColours.Of(new Vector<uint>(colours[i..]));
            (new Vector<uint>(_redBlue, first + i) + packed.RedBlue).CopyTo(_redBlue, first + i);
            (new Vector<uint>(_green, first + i) + packed.Green).CopyTo(_green, first + i);
        }
    }

    /// <summary>Writes the means as opaque RGBA pixels.</summary>
    /// <param name="row">Four bytes a pixel.</param>
    /// <param name="rays">How many colours were added to every pixel.</param>
    public void Store(Span<byte> row, int rays)
    {
        Vector<uint> reciprocal = new((uint)((1 << ReciprocalBits) / rays) + 1);
        for (int i = 0; i < width; i += Vector<uint>.Count)
        {
            Vector<uint> redBlue = new(_redBlue, i);
            Vector<uint> red = ((redBlue & new Vector<uint>(0xFFFF)) * reciprocal) >> ReciprocalBits;
            Vector<uint> green = (new Vector<uint>(_green, i) * reciprocal) >> ReciprocalBits;
            Vector<uint> blue = ((redBlue >> 16) * reciprocal) >> ReciprocalBits;
            (red | (green << 8) | (blue << 16) | new Vector<uint>(Opaque)).CopyTo(_means, i);
        }

        _means.AsSpan(0, width).CopyTo(MemoryMarshal.Cast<byte, uint>(row));
    }
}
