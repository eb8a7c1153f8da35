using System.Numerics;
using MapDet.Core.Geometry;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>Follows rays to the ground and finds the colours that they meet, several rays at a time.</summary>
/// <remarks>Whole vectors are calculated; what lies behind the last ray is never looked at.</remarks>
internal sealed class GroundRays(GroundTiles tiles, SceneLook look, int width)
{
    private readonly int[] _x = new int[width + Vector<int>.Count];
    private readonly int[] _y = new int[width + Vector<int>.Count];
    private readonly uint[] _right = new uint[width + Vector<int>.Count];
    private readonly uint[] _up = new uint[width + Vector<int>.Count];
    private readonly TexelSquares _squares = new(width + Vector<int>.Count);
    private readonly uint _haze = PackedColours.Word(look.Haze);

    /// <summary>Finds the colours that some rays of a line meet, behind the haze.</summary>
    /// <param name="rays">The rays of the line.</param>
    /// <param name="first">Number of the first ray.</param>
    /// <param name="stride">From one ray to the next.</param>
    /// <param name="eye">Where the rays start, world.</param>
    /// <param name="detail">How finely to look.</param>
    /// <param name="colours">Gets one for each ray, red in the lowest byte; there is a vector of room behind the last one.</param>
    /// <param name="count">Number of rays.</param>
    public void Follow(in RayRow rays, int first, int stride, Point3 eye, in GroundDetail detail, Span<uint> colours, int count)
    {
        FindTexels(rays, Vector.CreateSequence((float)first, stride), new Vector<float>(stride * Vector<float>.Count), eye, detail, count);
        if (detail.IsMagnified)
        {
            tiles.LookAround(_x.AsSpan(0, count), _y.AsSpan(0, count), _squares);
            _squares.Blend(_right, _up, colours, count);
        }
        else
        {
            tiles.Look(detail.Level, _x.AsSpan(0, count), _y.AsSpan(0, count), colours);
        }

        Veil(colours, count, detail.Haze);
    }

    private void FindTexels(in RayRow rays, Vector<float> number, Vector<float> step, Point3 eye, in GroundDetail detail, int count)
    {
        float texelsAMetre = 1 / GroundTiles.Texel(detail.Level);
        Vector<float> east = new((float)eye.X);
        Vector<float> north = new((float)eye.Y);
        Vector<float> down = new((float)-eye.Z);
        Vector<float> centre = new(detail.IsMagnified ? 0.5f : 0);
        for (int i = 0; i < count; i += Vector<float>.Count)
        {
            (Vector<float> x, Vector<float> y, Vector<float> z) = rays.Directions(number);
            Vector<float> reach = down / z;
            Place(((east + (reach * x)) * texelsAMetre) - centre, _x, _right, i);
            Place(((north + (reach * y)) * texelsAMetre) - centre, _y, _up, i);
            number += step;
        }
    }

    // The number of the texel, and how far it is from there to the next one, in 256ths.
    private static void Place(Vector<float> position, int[] texels, uint[] shares, int i)
    {
        Vector<float> texel = Vector.Floor(position);
        Vector.ConvertToInt32(texel).CopyTo(texels, i);
        Vector.AsVectorUInt32(Vector.ConvertToInt32((position - texel) * 256)).CopyTo(shares, i);
    }

    private void Veil(Span<uint> colours, int count, uint share)
    {
        PackedColours haze = PackedColours.Of(new Vector<uint>(_haze));
        Vector<uint> shares = new(share);
        for (int i = 0; i < count; i += Vector<uint>.Count)
        {
            PackedColours.Mix(PackedColours.Of(new Vector<uint>(colours[i..])), haze, shares).Join().CopyTo(colours[i..]);
        }
    }
}
