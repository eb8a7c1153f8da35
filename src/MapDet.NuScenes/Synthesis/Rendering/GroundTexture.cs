using System.Numerics;

namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>Grain and blotches that make the ground's brightness vary, fixed to the ground by a hash of the place.</summary>
internal sealed class GroundTexture(uint seed, float strength)
{
    private const int Cell = 8;
    private const int Cells = GroundTiles.Side / Cell;
    private const int FactorBits = 18;
    private const float GrainSteps = 128;

    private readonly float[] _blotches = new float[(Cells + 1) * (Cells + 1)];
    private readonly float[] _south = new float[GroundTiles.Side];
    private readonly float[] _north = new float[GroundTiles.Side];

    /// <summary>Varies the brightness of a tile's texels.</summary>
    /// <param name="plain">The texels as painted, row by row.</param>
    /// <param name="varied">Gets them without their alpha.</param>
    /// <param name="level">The resolution.</param>
    /// <param name="column">The tile's place, counted from the south-western corner of the town.</param>
    /// <param name="row">The same to the north.</param>
    public void Apply(ReadOnlySpan<uint> plain, Span<uint> varied, int level, int column, int row)
    {
        DrawBlotches(level, column, row);
        int grain = (int)(strength * (1 << FactorBits) / (1 << level) / GrainSteps);
        for (int y = 0; y < GroundTiles.Side; y++)
        {
            if (y % Cell == 0)
            {
                Stretch(y / Cell, _south);
                Stretch((y / Cell) + 1, _north);
            }

            uint salt = Hash((uint)((row * GroundTiles.Side) + y), (uint)level + seed);
            int start = y * GroundTiles.Side;
            Vary(plain.Slice(start, GroundTiles.Side), varied.Slice(start, GroundTiles.Side), (y % Cell) / (float)Cell, grain, (uint)(column * GroundTiles.Side), salt);
        }
    }

    private void Vary(ReadOnlySpan<uint> plain, Span<uint> varied, float northward, int grain, uint first, uint salt)
    {
        Vector<uint> place = Vector.CreateSequence(first, 1u);
        Vector<uint> step = new((uint)Vector<uint>.Count);
        for (int i = 0; i < plain.Length; i += Vector<uint>.Count)
        {
            Vector<float> south = new(_south, i);
            Vector<int> blotch = Vector.ConvertToInt32(south + ((new Vector<float>(_north, i) - south) * northward));
            Vector<int> factor = (blotch + (Noise(place, salt) * grain)) >> (FactorBits - 8);
            Scale(new Vector<uint>(plain[i..]), Vector.AsVectorUInt32(factor)).CopyTo(varied[i..]);
            place += step;
        }
    }

    private static Vector<int> Noise(Vector<uint> places, uint salt)
    {
        Vector<uint> hash = (places * 0x9E3779B1) ^ new Vector<uint>(salt);
        hash = (hash ^ (hash >> 15)) * 0x846CA68B;
        return Vector.AsVectorInt32(hash >> 24) - new Vector<int>((int)GrainSteps);
    }

    // The factors are in 256ths.
    private static Vector<uint> Scale(Vector<uint> colours, Vector<uint> factors)
    {
        Vector<uint> most = new(255);
        Vector<uint> red = Vector.Min(((colours & most) * factors) >> 8, most);
        Vector<uint> green = Vector.Min((((colours >> 8) & most) * factors) >> 8, most);
        Vector<uint> blue = Vector.Min((((colours >> 16) & most) * factors) >> 8, most);
        return red | (green << 8) | (blue << 16);
    }

    // The brightness along a border between cells, for every texel.
    private void Stretch(int border, float[] brightness)
    {
        ReadOnlySpan<float> corners = _blotches.AsSpan(border * (Cells + 1), Cells + 1);
        for (int cell = 0; cell < Cells; cell++)
        {
            float step = (corners[cell + 1] - corners[cell]) / Cell;
            for (int i = 0; i < Cell; i++)
            {
                brightness[(cell * Cell) + i] = (1 + corners[cell] + (i * step)) * (1 << FactorBits);
            }
        }
    }

    private void DrawBlotches(int level, int column, int row)
    {
        float cell = Cell * GroundTiles.Texel(level);
        for (int y = 0; y <= Cells; y++)
        {
            for (int x = 0; x <= Cells; x++)
            {
                float east = ((column * Cells) + x) * cell;
                float north = ((row * Cells) + y) * cell;
                _blotches[(y * (Cells + 1)) + x] = strength * ((0.8f * Smooth(east / 5, north / 5)) + (0.5f * Smooth(east / 1.3f, north / 1.3f)));
            }
        }
    }

    private float Smooth(float x, float y)
    {
        float left = MathF.Floor(x);
        float low = MathF.Floor(y);
        float tx = Ease(x - left);
        float ty = Ease(y - low);
        float south = float.Lerp(Corner(left, low), Corner(left + 1, low), tx);
        float north = float.Lerp(Corner(left, low + 1), Corner(left + 1, low + 1), tx);
        return float.Lerp(south, north, ty);
    }

    private float Corner(float x, float y) => Signed(Hash((uint)(int)x, Hash((uint)(int)y, seed)));

    private static float Ease(float t) => t * t * (3 - (2 * t));

    private static float Signed(uint hash) => ((hash >> 8) * (2f / (1 << 24))) - 1;

    private static uint Hash(uint value, uint salt)
    {
        uint h = (value * 0x9E3779B1) ^ salt;
        h = (h ^ (h >> 16)) * 0x7FEB352D;
        h = (h ^ (h >> 15)) * 0x846CA68B;
        return h ^ (h >> 16);
    }
}
