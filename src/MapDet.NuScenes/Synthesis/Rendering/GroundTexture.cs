namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>Grain and blotches that make the ground's brightness vary, fixed to the ground by a hash of the place.</summary>
internal sealed class GroundTexture(uint seed, float strength)
{
    private const int Cell = 8;
    private const int Cells = GroundTiles.Side / Cell;
    private const int FactorBits = 18;
    private const float GrainSteps = 128;

    private readonly float[] _blotches = new float[(Cells + 1) * (Cells + 1)];

    /// <summary>Varies the brightness of a tile's texels in place.</summary>
    public void Apply(uint[] texels, int level, int column, int row)
    {
        DrawBlotches(level, column, row);
        float grain = strength * (1 << FactorBits) / (1 << level) / GrainSteps;
        for (int y = 0; y < GroundTiles.Side; y++)
        {
            uint salt = Hash((uint)((row * GroundTiles.Side) + y), (uint)level + seed);
            Span<uint> line = texels.AsSpan(y * GroundTiles.Side, GroundTiles.Side);
            for (int cell = 0; cell < Cells; cell++)
            {
                (float factor, float step) = Blotch(cell, y);
                uint first = (uint)((column * GroundTiles.Side) + (cell * Cell));
                Vary(line.Slice(cell * Cell, Cell), factor, step, (int)grain, first, salt);
            }
        }
    }

    private static void Vary(Span<uint> texels, float factor, float step, int grain, uint first, uint salt)
    {
        int blotch = (int)(factor * (1 << FactorBits));
        int slope = (int)(step * (1 << FactorBits));
        for (int i = 0; i < texels.Length; i++)
        {
            uint hash = ((first + (uint)i) * 0x9E3779B1) ^ salt;
            hash = (hash ^ (hash >> 15)) * 0x846CA68B;
            int noise = (int)(hash >> 24) - (int)GrainSteps;
            texels[i] = Scale(texels[i], (blotch + (i * slope) + (noise * grain)) >> (FactorBits - 8));
        }
    }

    // The factor is in 256ths.
    private static uint Scale(uint colour, int factor)
    {
        int r = ((int)(colour & 255) * factor) >> 8;
        int g = ((int)((colour >> 8) & 255) * factor) >> 8;
        int b = ((int)((colour >> 16) & 255) * factor) >> 8;
        return (uint)Math.Min(r, 255) | ((uint)Math.Min(g, 255) << 8) | ((uint)Math.Min(b, 255) << 16);
    }

    // Brightness at the left border of a cell in a row of texels, and how it changes from texel to texel.
    private (float Factor, float Step) Blotch(int cell, int y)
    {
        int below = (y / Cell * (Cells + 1)) + cell;
        int above = below + Cells + 1;
        float share = (y % Cell) / (float)Cell;
        float left = float.Lerp(_blotches[below], _blotches[above], share);
        float right = float.Lerp(_blotches[below + 1], _blotches[above + 1], share);
        return (1 + left, (right - left) / Cell);
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
