namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>Grain and blotches that make the ground's brightness vary, fixed to the ground by a hash of the place.</summary>
internal sealed class GroundTexture(uint seed, float strength)
{
    private const int Cell = 8;
    private const int Cells = GroundTiles.Side / Cell;

    private readonly float[] _blotches = new float[(Cells + 1) * (Cells + 1)];

    /// <summary>Varies the brightness of a tile's texels in place.</summary>
    public void Apply(uint[] texels, int level, int column, int row)
    {
        DrawBlotches(level, column, row);
        float grain = strength / (1 << level);
        for (int y = 0; y < GroundTiles.Side; y++)
        {
            uint line = Hash((uint)((row * GroundTiles.Side) + y), (uint)level + seed);
            for (int x = 0; x < GroundTiles.Side; x++)
            {
                float noise = Signed(Hash((uint)((column * GroundTiles.Side) + x), line));
                int index = (y * GroundTiles.Side) + x;
                texels[index] = Scale(texels[index], 1 + (grain * noise) + Blotch(x, y));
            }
        }
    }

    private static uint Scale(uint colour, float factor)
    {
        int f = (int)(256 * factor);
        uint r = (uint)Math.Min(255, ((int)(colour & 255) * f) >> 8);
        uint g = (uint)Math.Min(255, ((int)((colour >> 8) & 255) * f) >> 8);
        uint b = (uint)Math.Min(255, ((int)((colour >> 16) & 255) * f) >> 8);
        return r | (g << 8) | (b << 16) | 0xFF000000;
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

    private float Blotch(int x, int y)
    {
        int index = (y / Cell * (Cells + 1)) + (x / Cell);
        float tx = (x % Cell) / (float)Cell;
        float ty = (y % Cell) / (float)Cell;
        float south = _blotches[index] + (tx * (_blotches[index + 1] - _blotches[index]));
        int above = index + Cells + 1;
        float north = _blotches[above] + (tx * (_blotches[above + 1] - _blotches[above]));
        return south + (ty * (north - south));
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
