using System.Buffers;
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
    private readonly uint[] _outside = new uint[Side * Side];
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
        Array.Fill(_outside, PackedColours.Word(_grass));
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

    /// <summary>Finds the colours of texels, counted from the town's south-western corner.</summary>
    /// <param name="level">The resolution.</param>
    /// <param name="x">East.</param>
    /// <param name="y">North; most follow each other in one tile.</param>
    /// <param name="colours">Gets one for each texel, red in the lowest byte.</param>
    public void Look(int level, ReadOnlySpan<int> x, ReadOnlySpan<int> y, Span<uint> colours)
    {
        int column = x[0] >> SideBits;
        int row = y[0] >> SideBits;
        uint[] tile = Tile(level, column, row);
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] >> SideBits != column || y[i] >> SideBits != row)
            {
                column = x[i] >> SideBits;
                row = y[i] >> SideBits;
                tile = Tile(level, column, row);
            }

            colours[i] = tile[Place(x[i], y[i])];
        }
    }

    /// <summary>Finds texels of the finest level, and those east, north and north-east of them.</summary>
    public void LookAround(ReadOnlySpan<int> x, ReadOnlySpan<int> y, TexelSquares squares)
    {
        int column = x[0] >> SideBits;
        int row = y[0] >> SideBits;
        uint[] tile = Tile(0, column, row);
        for (int i = 0; i < x.Length; i++)
        {
            if ((x[i] & Within) == Within || (y[i] & Within) == Within)
            {
                LookAcross(x[i], y[i], squares, i);
                continue;
            }

            if (x[i] >> SideBits != column || y[i] >> SideBits != row)
            {
                column = x[i] >> SideBits;
                row = y[i] >> SideBits;
                tile = Tile(0, column, row);
            }

            int place = Place(x[i], y[i]);
            squares.SouthWest[i] = tile[place];
            squares.SouthEast[i] = tile[place + 1];
            squares.NorthWest[i] = tile[place + Side];
            squares.NorthEast[i] = tile[place + Side + 1];
        }
    }

    public void Dispose()
    {
        foreach (uint[]? tile in _tiles.SelectMany(tiles => tiles))
        {
            if (tile is not null)
            {
                ArrayPool<uint>.Shared.Return(tile);
            }
        }

        _canvas.Dispose();
        _bitmap.Dispose();
        _paint.Dispose();
    }

    private static int Place(int x, int y) => ((y & Within) << SideBits) + (x & Within);

    // Where a square lies across the border of two tiles or more.
    private void LookAcross(int x, int y, TexelSquares squares, int i)
    {
        squares.SouthWest[i] = Colour(x, y);
        squares.SouthEast[i] = Colour(x + 1, y);
        squares.NorthWest[i] = Colour(x, y + 1);
        squares.NorthEast[i] = Colour(x + 1, y + 1);
    }

    private uint Colour(int x, int y) => Tile(0, x >> SideBits, y >> SideBits)[Place(x, y)];

    private uint[] Tile(int level, int column, int row) => (uint)column < (uint)_columns[level] && (uint)row < (uint)_rows[level]
        ? _tiles[level][column + (row * _columns[level])] ??= Draw(level, column, row)
        : _outside;

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
        uint[] texels = ArrayPool<uint>.Shared.Rent(Side * Side);
        _texture.Apply(MemoryMarshal.Cast<byte, uint>(_bitmap.GetPixelSpan()), texels, level, column, row);
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
