namespace MapDet.Core.Imaging;

/// <summary>How the colours of a picture are changed, as by another light or camera: saturation first, then contrast, then brightness.</summary>
/// <param name="Brightness">What all values are multiplied by.</param>
/// <param name="Contrast">What the distance of all values from middle grey is multiplied by.</param>
/// <param name="Saturation">What the distance of each pixel from its own grey is multiplied by.</param>
public readonly record struct ColorAdjustment(double Brightness, double Contrast, double Saturation)
{
    private const double MiddleGray = 127.5;

    // ITU-R BT.601, as in JPEG.
    private static readonly double[] s_luma = [0.299, 0.587, 0.114];

    /// <summary>Changes a picture in place.</summary>
    /// <param name="pixels">Red, green, blue and one byte that is left alone, a pixel.</param>
    public void Apply(Span<byte> pixels)
    {
        double scale = Brightness * Contrast;
        double offset = Brightness * (1 - Contrast) * MiddleGray;
        for (int i = 0; i + 3 < pixels.Length; i += BicubicResampler.BytesPerPixel)
        {
            double gray = (s_luma[0] * pixels[i]) + (s_luma[1] * pixels[i + 1]) + (s_luma[2] * pixels[i + 2]);
            for (int channel = i; channel < i + 3; channel++)
            {
                double value = gray + (Saturation * (pixels[channel] - gray));
                pixels[channel] = (byte)Math.Clamp(Math.Round((value * scale) + offset), 0, 255);
            }
        }
    }
}
