namespace MapDet.NuScenes.Synthesis.Rendering;

/// <summary>The noise of an image sensor: brightness mostly, a little colour.</summary>
internal sealed class SensorNoise
{
    private readonly sbyte[] _brightness = new sbyte[256];
    private readonly sbyte[] _colour = new sbyte[256];

    public SensorNoise(double amplitude)
    {
        for (int i = 0; i < 256; i++)
        {
            // The inverse of a bell-shaped distribution, near enough, from a uniform byte.
            double uniform = (i + 0.5) / 256;
            double bell = Math.Log(uniform / (1 - uniform)) / 1.8;
            _brightness[i] = (sbyte)Math.Clamp(Math.Round(amplitude * bell), -100, 100);
            _colour[i] = (sbyte)Math.Clamp(Math.Round(0.4 * amplitude * bell), -100, 100);
        }
    }

    /// <summary>Adds noise to RGBA pixels in place.</summary>
    public void Apply(Span<byte> pixels, ulong seed)
    {
        for (int i = 0; i < pixels.Length; i += 4)
        {
            ulong bits = StableRandom.Mix(seed + (ulong)i);
            int brightness = _brightness[bits & 255];
            pixels[i] = Level(pixels[i] + brightness + _colour[(bits >> 8) & 255]);
            pixels[i + 1] = Level(pixels[i + 1] + brightness + _colour[(bits >> 16) & 255]);
            pixels[i + 2] = Level(pixels[i + 2] + brightness + _colour[(bits >> 24) & 255]);
        }
    }

    private static byte Level(int value) => (byte)Math.Clamp(value, 0, 255);
}
