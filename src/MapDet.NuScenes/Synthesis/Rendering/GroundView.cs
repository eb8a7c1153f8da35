using System.Numerics;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>
/// Draws ground and sky as a camera sees them: every ray of every pixel is followed to the ground. Columns get a fixed number of rays
/// a pixel, rows as many as the ground that they cover is long, so that far markings don't flicker.
/// </summary>
internal sealed class GroundView(GroundTiles tiles, SceneLook look, int width, int height, int supersampling)
{
    private const int MostRaysDown = 8;
    private const float FarthestGround = 400;
    private const double StretchOfRays = 2.5;
    private const double OpenSky = 0.15;
    private const double Magnification = 0.6;

    private readonly PixelSums _sums = new(width);
    private readonly Skyline _skyline = new(look, width);
    private readonly GroundRays _ground = new(tiles, look, width);
    private readonly uint[] _colours = new uint[width + Vector<uint>.Count];

    /// <summary>Draws into an image.</summary>
    /// <param name="camera">What looks.</param>
    /// <param name="pixels">RGBA, row by row, opaque.</param>
    public void Draw(Camera camera, Span<byte> pixels)
    {
        _skyline.Turn(camera);
        for (int row = 0; row < height; row++)
        {
            _sums.Clear();
            int raysDown = RaysDown(camera, row);
            for (int i = 0; i < raysDown; i++)
            {
                AddRays(camera, row + ((i + 0.5) / raysDown));
            }

            _sums.Store(pixels.Slice(4 * width * row, 4 * width), raysDown * supersampling);
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
        return slope < -RayRow.GrazingSlope ? (float)Math.Min(-camera.Place.Z / slope, FarthestGround) : FarthestGround;
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

    private GroundDetail DetailAt(Camera camera, double v)
    {
        float depth = Depth(camera, v);
        int level = LevelAt(camera, depth);
        bool isMagnified = level == 0 && Width(camera, depth) < Magnification * GroundTiles.FinestTexel;
        return new GroundDetail(level, isMagnified, (uint)(256 * (1 - Math.Exp(-depth / look.Visibility))));
    }

    private void AddRays(Camera camera, double v)
    {
        RayRow rays = RayRow.Through(camera, v, supersampling);
        GroundDetail detail = DetailAt(camera, v);
        Range ground = rays.OnGround(width * supersampling);
        for (int i = 0; i < supersampling; i++)
        {
            int first = FirstPixel(ground.Start, i);
            int end = FirstPixel(ground.End, i);
            AddSky(rays, i, 0, first);
            AddGround(camera, rays, i, first, end, detail);
            AddSky(rays, i, end, width);
        }
    }

    // The first pixel whose ray of this place within pixels is not before another ray.
    private int FirstPixel(Index ray, int place) => (Math.Max(ray.Value - place, 0) + supersampling - 1) / supersampling;

    private void AddGround(Camera camera, in RayRow rays, int place, int first, int end, in GroundDetail detail)
    {
        if (first < end)
        {
            _ground.Follow(rays, (first * supersampling) + place, supersampling, camera.Place, detail, _colours, end - first);
            _sums.Add(first, _colours, end - first);
        }
    }

    private void AddSky(in RayRow rays, int place, int first, int end)
    {
        if (first < end)
        {
            _skyline.Find(rays, (first * supersampling) + place, supersampling, first, _colours, end - first);
            _sums.Add(first, _colours, end - first);
        }
    }
}
