using System.Numerics;
using MapDet.Core.Geometry;
using SkiaSharp;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>Sky and far roofs above the horizon, by direction.</summary>
internal sealed class Skyline(SceneLook look, int width)
{
    private const int Roofs = 240;
    private const float HighestRoof = 0.07f;
    private const float ZenithSlope = 0.6f;
    private const int SkyLevels = 256;

    private readonly float[] _roofs = new float[width + Vector<float>.Count];
    private readonly int[] _entries = new int[width + Vector<int>.Count];

    // From the horizon to the zenith, then the roofs.
    private readonly uint[] _palette =
    [
        .. Enumerable.Range(0, SkyLevels).Select(i => PackedColours.Word(Blend(look.Haze, look.Zenith, i / (SkyLevels - 1f)))),
        PackedColours.Word(Blend(look.Haze, look.Facades[2], 0.35f)),
    ];

    /// <summary>Prepares the columns of a camera's image.</summary>
    public void Turn(Camera camera)
    {
        for (int column = 0; column < width; column++)
        {
            Point3 ray = camera.Ray(column + 0.5, camera.Intrinsics.CenterY);
            double turn = (Math.Atan2(ray.Y, ray.X) / (2 * Math.PI)) + 0.5;
            int roof = (int)(turn * Roofs) % Roofs;
            ulong hash = StableRandom.Mix(look.TextureSeed + ((ulong)roof << 32));
            _roofs[column] = HighestRoof * (hash & 0xFFFF) / 0xFFFF;
        }
    }

    /// <summary>Finds the colours that some rays of a line meet.</summary>
    /// <param name="rays">The rays of the line.</param>
    /// <param name="first">Number of the first ray.</param>
    /// <param name="stride">From one ray to the next, which belongs to the next column.</param>
    /// <param name="column">The image column of the first ray.</param>
    /// <param name="colours">Gets one for each ray, red in the lowest byte.</param>
    /// <param name="count">Number of rays.</param>
    public void Find(in RayRow rays, int first, int stride, int column, Span<uint> colours, int count)
    {
        Vector<float> number = Vector.CreateSequence((float)first, stride);
        for (int i = 0; i < count; i += Vector<float>.Count)
        {
            (Vector<float> x, Vector<float> y, Vector<float> z) = rays.Directions(number);
            Entries(z / Vector.SquareRoot((x * x) + (y * y)), new Vector<float>(_roofs, column + i)).CopyTo(_entries, i);
            number += new Vector<float>(stride * Vector<float>.Count);
        }

        for (int i = 0; i < count; i++)
        {
            colours[i] = _palette[_entries[i]];
        }
    }

    private static Vector<int> Entries(Vector<float> slopes, Vector<float> roofs)
    {
        Vector<float> level = slopes * (SkyLevels / ZenithSlope);
        Vector<int> sky = Vector.ConvertToInt32(Vector.Min(Vector.Max(level, Vector<float>.Zero), new Vector<float>(SkyLevels - 1)));
        return Vector.ConditionalSelect(Vector.LessThan(slopes, roofs), new Vector<int>(SkyLevels), sky);
    }

    private static SKColor Blend(SKColor a, SKColor b, float share) => new(
        (byte)(a.Red + (share * (b.Red - a.Red))),
        (byte)(a.Green + (share * (b.Green - a.Green))),
        (byte)(a.Blue + (share * (b.Blue - a.Blue))));
}
