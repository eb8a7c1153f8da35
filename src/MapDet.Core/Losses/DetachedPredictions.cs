namespace MapDet.Core.Losses;

/// <summary>Predictions as plain numbers for the matcher.</summary>
internal sealed class DetachedPredictions
{
    private readonly float[] _logits;
    private readonly float[] _unitPoints;
    private readonly int _classes;
    private readonly int _coordinates;

    /// <summary>Takes rows of C logits and 2 P coordinates in [-1, 1].</summary>
    public DetachedPredictions(ReadOnlySpan<float> rows, int classes, int points)
    {
        _classes = classes;
        _coordinates = 2 * points;
        int width = classes + _coordinates;
        int count = rows.Length / width;
        _logits = new float[count * classes];
        _unitPoints = new float[count * _coordinates];
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> values = rows.Slice(row * width, width);
            values[..classes].CopyTo(_logits.AsSpan(row * classes));
            UnitCoordinates.FromSymmetric(values[classes..], _unitPoints.AsSpan(row * _coordinates));
        }
    }

    /// <summary>[count, C].</summary>
    public ReadOnlySpan<float> Logits(int firstRow, int count) => _logits.AsSpan(firstRow * _classes, count * _classes);

    /// <summary>[count, P, 2] in [0, 1].</summary>
    public ReadOnlySpan<float> UnitPoints(int firstRow, int count) => _unitPoints.AsSpan(firstRow * _coordinates, count * _coordinates);

    /// <summary>True if no number is NaN or infinite.</summary>
    public bool AreFinite() => Array.TrueForAll(_logits, float.IsFinite) && Array.TrueForAll(_unitPoints, float.IsFinite);
}
