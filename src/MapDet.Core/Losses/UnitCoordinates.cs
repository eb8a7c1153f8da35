using MapDet.Core.Geometry;

namespace MapDet.Core.Losses;

/// <summary>MapTR's coordinates of matching and point loss: [0, 1] per axis over the perception range, float32.</summary>
internal readonly struct UnitCoordinates(PerceptionRange range)
{
    private readonly float _xMin = (float)range.XMin;
    private readonly float _yMin = (float)range.YMin;
    private readonly float _width = (float)range.Width;
    private readonly float _length = (float)range.Length;

    public void FromMetres(ReadOnlySpan<float> metres, Span<float> unit)
    {
        for (int i = 0; i < metres.Length; i += 2)
        {
            unit[i] = (metres[i] - _xMin) / _width;
            unit[i + 1] = (metres[i + 1] - _yMin) / _length;
        }
    }

    /// <summary>From the decoder's [-1, 1].</summary>
    public static void FromSymmetric(ReadOnlySpan<float> symmetric, Span<float> unit)
    {
        for (int i = 0; i < symmetric.Length; i++)
        {
            unit[i] = (symmetric[i] + 1) / 2;
        }
    }
}
