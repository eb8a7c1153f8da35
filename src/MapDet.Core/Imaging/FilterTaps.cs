namespace MapDet.Core.Imaging;

/// <summary>For each place of a resized row or column: which pixels of the original count there, and how much.</summary>
internal sealed class FilterTaps
{
    /// <summary>Weights are whole numbers of this many binary places.</summary>
    public const int FractionBits = 22;

    /// <summary>One half: a sum that starts from it is rounded by a shift.</summary>
    public const int Half = 1 << (FractionBits - 1);

    // Pillow's bicubic (Keys 1981): a = -0.5, two pixels to each side, wider where the picture shrinks.
    private const double Sharpness = -0.5;
    private const double Support = 2;

    private readonly int[] _weights;
    private readonly int _width;

    private FilterTaps(int length, int width)
    {
        Starts = new int[length];
        Counts = new int[length];
        _weights = new int[length * width];
        _width = width;
    }

    /// <summary>The first pixel of the original that counts at each place.</summary>
    public int[] Starts { get; }

    /// <summary>How many pixels count at each place.</summary>
    public int[] Counts { get; }

    /// <summary>The weights at a place, in units of 2^-22.</summary>
    public ReadOnlySpan<int> Weights(int place) => _weights.AsSpan(place * _width, Counts[place]);

    /// <summary>The filter from one length to another.</summary>
    public static FilterTaps Bicubic(int sourceLength, int length)
    {
        double scale = (double)sourceLength / length;
        double widening = Math.Max(scale, 1);
        double support = Support * widening;
        FilterTaps taps = new(length, ((int)Math.Ceiling(support) * 2) + 1);
        double[] weights = new double[taps._width];
        for (int place = 0; place < length; place++)
        {
            double center = (place + 0.5) * scale;
            int start = Math.Max((int)(center - support + 0.5), 0);
            int end = Math.Min((int)(center + support + 0.5), sourceLength);
            double sum = 0;
            for (int i = 0; i < end - start; i++)
            {
                weights[i] = Kernel((start + i - center + 0.5) / widening);
                sum += weights[i];
            }

            taps.Starts[place] = start;
            taps.Counts[place] = end - start;
            for (int i = 0; i < end - start; i++)
            {
                taps._weights[(place * taps._width) + i] =
                    (int)Math.Round(weights[i] / sum * (1 << FractionBits), MidpointRounding.AwayFromZero);
            }
        }

        return taps;
    }

    private static double Kernel(double distance)
    {
        double x = Math.Abs(distance);
        if (x < 1)
        {
            return ((((Sharpness + 2) * x) - (Sharpness + 3)) * x * x) + 1;
        }

        return x < Support ? (((((x - 5) * x) + 8) * x) - 4) * Sharpness : 0;
    }
}
