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

    private readonly float[] _roofs = new float[width];
    private readonly SKColor[] _sky = [.. Enumerable.Range(0, SkyLevels).Select(i => Blend(look.Haze, look.Zenith, i / (SkyLevels - 1f)))];
    private readonly SKColor _roofColour = Blend(look.Haze, look.Facades[2], 0.35f);

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

    /// <summary>The colour that a ray meets.</summary>
    /// <param name="column">The image column.</param>
    /// <param name="x">The ray's direction, east.</param>
    /// <param name="y">The ray's direction, north.</param>
    /// <param name="z">The ray's direction, up.</param>
    public SKColor Colour(int column, float x, float y, float z)
    {
        float slope = z / MathF.Sqrt((x * x) + (y * y));
        return slope < _roofs[column] ? _roofColour : _sky[(int)Math.Min(SkyLevels - 1, slope / ZenithSlope * SkyLevels)];
    }

    private static SKColor Blend(SKColor a, SKColor b, float share) => new(
        (byte)(a.Red + (share * (b.Red - a.Red))),
        (byte)(a.Green + (share * (b.Green - a.Green))),
        (byte)(a.Blue + (share * (b.Blue - a.Blue))));
}
