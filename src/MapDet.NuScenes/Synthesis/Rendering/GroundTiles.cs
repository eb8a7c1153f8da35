using System.Runtime.InteropServices;
using NetTopologySuite.Geometries;
using SkiaSharp;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>
/// The ground of a town in the light of one scene, as square images at several resolutions that are drawn when they are first
/// looked at. For one thread and a few key frames: what is drawn is kept until the whole is given up.
/// </summary>
internal sealed class GroundTiles : IDisposable
{
    /// <summary>Base-two logarithm of a tile's side in texels.</summary>
    private const int SideBits = 8;
    private const int Within = Side - 1;

    /// <summary>A tile's side in texels.</summary>
    public const int Side = 1 << SideBits;

    /// <summary>Number of resolutions; each is half as fine as the one before.</summary>
    public const int Levels = 5;

    /// <summary>Size of the finest texels, metres.</summary>
    public const float FinestTexel = 0.05f;

    private readonly GroundPlan _plan;
    private readonly SceneLook _look;
    private readonly SKColor _grass;
    private readonly uint _outside;
    private readonly uint[]?[][] _tiles = new uint[Levels][][];
    private readonly int[] _columns = new int[Levels];
    private readonly int[] _rows = new int[Levels];
    private readonly SKBitmap _bitmap = new(new SKImageInfo(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque));
    private readonly SKCanvas _canvas;
    private readonly SKPaint _paint = new() { IsAntialias = true, StrokeJoin = SKStrokeJoin.Round };
    private readonly GroundTexture _texture;

    public GroundTiles(GroundPlan plan, SceneLook look)
    {
        _plan = plan;
        _look = look;
        _grass = look.Ground[(int)Material.Grass];
        _outside = _grass.Red | ((uint)_grass.Green << 8) | ((uint)_grass.Blue << 16);
        _canvas = new SKCanvas(_bitmap);
        _texture = new GroundTexture(look.TextureSeed, (float)look.Texture);
        for (int level = 0; level < Levels; level++)
        {
            _columns[level] = 1 + (int)(plan.Town.Width / (Side * Texel(level)));
            _rows[level] = 1 + (int)(plan.Town.Height / (Side * Texel(level)));
            _tiles[level] = new uint[_columns[level] * _rows[level]][];
        }
    }

    public static float Texel(int level) => FinestTexel * (1 << level);

    /// <summary>The colour of a texel, counted from the town's south-western corner; red is in the lowest byte.</summary>
    public uint Colour(int level, int x, int y)
    {
        int column = x >> SideBits;
        int row = y >> SideBits;
        if ((uint)column >= (uint)_columns[level] || (uint)row >= (uint)_rows[level])
        {
            return _outside;
        }

        uint[] tile = _tiles[level][column + (row * _columns[level])] ??= Draw(level, column, row);
        return tile[((y & Within) << SideBits) + (x & Within)];
    }

    /// <summary>The colour between the four nearest texels of the finest level.</summary>
    public uint Blend(float x, float y)
    {
        int left = (int)MathF.Floor(x);
        int low = (int)MathF.Floor(y);
        uint right = (uint)(256 * (x - left));
        uint high = (uint)(256 * (y - low));
        int column = left >> SideBits;
        int row = low >> SideBits;
        bool isInOneTile = (left & Within) < Within && (low & Within) < Within && (uint)column < (uint)_columns[0] && (uint)row < (uint)_rows[0];
        if (!isInOneTile)
        {
            uint below = Mix(Colour(0, left, low), Colour(0, left + 1, low), right);
            return Mix(below, Mix(Colour(0, left, low + 1), Colour(0, left + 1, low + 1), right), high);
        }

        uint[] tile = _tiles[0][column + (row * _columns[0])] ??= Draw(0, column, row);
        int index = ((low & Within) << SideBits) + (left & Within);
        return Mix(Mix(tile[index], tile[index + 1], right), Mix(tile[index + Side], tile[index + Side + 1], right), high);
    }

    public void Dispose()
    {
        _canvas.Dispose();
        _bitmap.Dispose();
        _paint.Dispose();
    }

    // Two channels at a time: red and blue share a word, green has one of its own.
    private static uint Mix(uint a, uint b, uint share)
    {
        const uint redBlue = 0x00FF00FF;
        uint outer = ((((a & redBlue) * (256 - share)) + ((b & redBlue) * share)) >> 8) & redBlue;
        uint green = ((((a >> 8) & 255) * (256 - share)) + (((b >> 8) & 255) * share)) & 0xFF00;
        return outer | green;
    }

    private uint[] Draw(int level, int column, int row)
    {
        float scale = 1 / Texel(level);
        double size = Side * (double)Texel(level);
        Envelope area = new(column * size, (column + 1) * size, row * size, (row + 1) * size);
        _canvas.Clear(_grass);
        _canvas.SetMatrix(SKMatrix.CreateScaleTranslation(scale, scale, -column * Side, -row * Side));
        foreach (GroundShape shape in _plan.ShapesIn(area))
        {
            _paint.Color = _look.Ground[(int)shape.Material];
            _paint.IsStroke = shape.LineWidth > 0;
            _paint.StrokeWidth = shape.LineWidth;
            _canvas.DrawPath(shape.Path, _paint);
        }

        DrawShadows(area);
        _canvas.Flush();
        uint[] texels = MemoryMarshal.Cast<byte, uint>(_bitmap.GetPixelSpan()).ToArray();
        _texture.Apply(texels, level, column, row);
        return texels;
    }

    private void DrawShadows(Envelope area)
    {
        if (_look.ShadowStrength == 0)
        {
            return;
        }

        using SKPath shadows = BuildingShadows.In(_plan, area, _look);
        _paint.IsStroke = false;
        _paint.Color = SKColors.Black.WithAlpha((byte)(255 * _look.ShadowStrength));
        _canvas.DrawPath(shadows, _paint);
    }
}
