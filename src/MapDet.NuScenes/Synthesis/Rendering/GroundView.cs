using MapDet.Core.Geometry;
using SkiaSharp;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>
/// Draws ground and sky as a camera sees them: every ray of every pixel is followed to the ground. Columns get a fixed number of rays
/// a pixel, rows as many as the ground that they cover is long, so that far markings don't flicker.
/// </summary>
internal sealed class GroundView(GroundTiles tiles, SceneLook look, int width, int height, int supersampling)
{
    private const int MostRaysDown = 8;
    private const float GrazingSlope = 1e-3f;
    private const float FarthestGround = 400;
    private const double StretchOfRays = 2.5;
    private const double OpenSky = 0.15;

    private readonly int[] _sums = new int[3 * width];
    private readonly Skyline _skyline = new(look, width);

    /// <summary>Draws into an image.</summary>
    /// <param name="camera">What looks.</param>
    /// <param name="pixels">RGBA, row by row, opaque.</param>
    public void Draw(Camera camera, Span<byte> pixels)
    {
        _skyline.Turn(camera);
        for (int row = 0; row < height; row++)
        {
            Array.Clear(_sums);
            int raysDown = RaysDown(camera, row);
            for (int i = 0; i < raysDown; i++)
            {
                AddRow(camera, row + ((i + 0.5) / raysDown));
            }

            Store(pixels.Slice(4 * width * row, 4 * width), raysDown * supersampling);
        }
    }

    private int RaysDown(Camera camera, int row)
    {
        if (camera.Ray(width / 2.0, row + 0.5).Z > OpenSky)
        {
            return 1;
        }

        float depth = Depth(camera, row + 0.5);
        if (depth >= FarthestGround)
        {
            return supersampling;
        }

        double texel = GroundTiles.Texel(LevelAt(camera, depth));
        return Math.Clamp((int)Math.Ceiling(Length(camera, depth) / (StretchOfRays * texel)), supersampling, MostRaysDown);
    }

    // Depth of the ground in the middle of a row, metres.
    private float Depth(Camera camera, double v)
    {
        double slope = camera.Ray(width / 2.0, v).Z;
        return slope < -GrazingSlope ? (float)Math.Min(-camera.Place.Z / slope, FarthestGround) : FarthestGround;
    }

    // How long and how wide the ground is that a pixel covers, metres.
    private static double Length(Camera camera, float depth) => depth * depth / (camera.Place.Z * camera.Intrinsics.FocalY);

    private static double Width(Camera camera, float depth) => depth / camera.Intrinsics.FocalX;

    // As fine as a pixel is wide, unless its rays lie so far apart that finer texels would be wasted on them.
    private static int LevelAt(Camera camera, float depth)
    {
        double footprint = Math.Max(Width(camera, depth), Length(camera, depth) / (2 * MostRaysDown));
        return Math.Clamp((int)Math.Floor(Math.Log2(footprint / GroundTiles.FinestTexel)), 0, GroundTiles.Levels - 1);
    }

    private void AddRow(Camera camera, double v)
    {
        Point3 first = camera.Ray(0.5 / supersampling, v);
        Point3 second = camera.Ray(1.5 / supersampling, v);
        float depth = Depth(camera, v);
        int level = LevelAt(camera, depth);
        Scanline line = new(
            (float)first.X,
            (float)first.Y,
            (float)first.Z,
            (float)(second.X - first.X),
            (float)(second.Y - first.Y),
            (float)(second.Z - first.Z),
            (float)camera.Place.X,
            (float)camera.Place.Y,
            (float)camera.Place.Z,
            level,
            1 / GroundTiles.Texel(level),
            Haze(depth),
            IsMagnified: level == 0 && Width(camera, depth) < 0.6 * GroundTiles.FinestTexel);
        AddRays(line);
    }

    // Share of the haze in what is seen at a depth, of 256.
    private int Haze(float depth) => (int)(256 * (1 - Math.Exp(-depth / look.Visibility)));

    private void AddRays(in Scanline line)
    {
        SKColor haze = look.Haze;
        int clear = 256 - line.Haze;
        for (int column = 0; column < width; column++)
        {
            int r = 0;
            int g = 0;
            int b = 0;
            for (int i = 0; i < supersampling; i++)
            {
                int ray = (column * supersampling) + i;
                float x = line.X + (ray * line.StepX);
                float y = line.Y + (ray * line.StepY);
                float z = line.Z + (ray * line.StepZ);
                if (z > -GrazingSlope)
                {
                    SKColor sky = _skyline.Colour(column, x, y, z);
                    r += sky.Red;
                    g += sky.Green;
                    b += sky.Blue;
                    continue;
                }

                float reach = -line.Height / z;
                uint ground = Ground(line, line.EyeX + (reach * x), line.EyeY + (reach * y));
                r += (((int)(ground & 255) * clear) + (haze.Red * line.Haze)) >> 8;
                g += (((int)((ground >> 8) & 255) * clear) + (haze.Green * line.Haze)) >> 8;
                b += (((int)((ground >> 16) & 255) * clear) + (haze.Blue * line.Haze)) >> 8;
            }

            _sums[3 * column] += r;
            _sums[(3 * column) + 1] += g;
            _sums[(3 * column) + 2] += b;
        }
    }

    private uint Ground(in Scanline line, float x, float y)
    {
        float column = x * line.TexelsAMetre;
        float row = y * line.TexelsAMetre;
        return line.IsMagnified ? tiles.Blend(column - 0.5f, row - 0.5f) : tiles.Colour(line.Level, (int)column, (int)row);
    }

    private void Store(Span<byte> row, int rays)
    {
        for (int column = 0; column < width; column++)
        {
            row[4 * column] = (byte)(_sums[3 * column] / rays);
            row[(4 * column) + 1] = (byte)(_sums[(3 * column) + 1] / rays);
            row[(4 * column) + 2] = (byte)(_sums[(3 * column) + 2] / rays);
            row[(4 * column) + 3] = 255;
        }
    }

    /// <summary>The rays of one row: the first one's direction, the step to the next, and the eye.</summary>
    private readonly record struct Scanline(
        float X,
        float Y,
        float Z,
        float StepX,
        float StepY,
        float StepZ,
        float EyeX,
        float EyeY,
        float Height,
        int Level,
        float TexelsAMetre,
        int Haze,
        bool IsMagnified);
}
