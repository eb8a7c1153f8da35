namespace MapDet.Core.Imaging;

/// <summary>Turns bytes into normalised floats, channels first.</summary>
/// <remarks>Source: the image processors of CLIP and BLIP: <c>float32(byte / 255)</c>, minus mean, divided by standard deviation, all in float32.</remarks>
public sealed class PixelNormalization
{
    private const int Channels = 3;
    private readonly float[][] _values = new float[Channels][];

    /// <summary>Prepares the values of all bytes.</summary>
    /// <param name="options">Means and standard deviations of red, green and blue.</param>
    public PixelNormalization(ImageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        for (int channel = 0; channel < Channels; channel++)
        {
            float mean = (float)options.Mean[channel];
            float std = (float)options.Std[channel];
            _values[channel] = new float[256];
            for (int value = 0; value < 256; value++)
            {
                _values[channel][value] = ((float)(value * (1 / 255.0)) - mean) / std;
            }
        }
    }

    /// <summary>Normalises a picture.</summary>
    /// <param name="pixels">Red, green, blue and one byte that is not read, a pixel; row by row.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="flip">True to swap left and right.</param>
    /// <param name="destination">[3, H, W].</param>
    /// <exception cref="ArgumentException">A buffer has another size.</exception>
    public void Apply(ReadOnlySpan<byte> pixels, int width, bool flip, Span<float> destination)
    {
        int plane = pixels.Length / BicubicResampler.BytesPerPixel;
        if (destination.Length != plane * Channels || plane % width != 0)
        {
            throw new ArgumentException("A buffer does not have the size of its picture.");
        }

        for (int channel = 0; channel < Channels; channel++)
        {
            float[] values = _values[channel];
            Span<float> target = destination.Slice(channel * plane, plane);
            for (int start = 0; start < plane; start += width)
            {
                Span<float> row = target.Slice(start, width);
                int from = (start * BicubicResampler.BytesPerPixel) + channel;
                for (int x = 0; x < row.Length; x++)
                {
                    row[x] = values[pixels[from + (x * BicubicResampler.BytesPerPixel)]];
                }

                if (flip)
                {
                    row.Reverse();
                }
            }
        }
    }
}
