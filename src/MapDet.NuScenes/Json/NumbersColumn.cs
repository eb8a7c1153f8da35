using System.Text.Json;

namespace MapDet.NuScenes.Json;

/// <summary>An array of a fixed number of finite numbers.</summary>
internal sealed class NumbersColumn(string name, int count) : Column(name, $"{count} finite numbers")
{
    private readonly double[] _values = new double[count];

    public double this[int index] => _values[index];

    protected override ColumnResult ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return ColumnResult.Faulty;
        }

        int read = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                return read == _values.Length ? ColumnResult.Done : ColumnResult.Faulty;
            }

            if (read == _values.Length || !TryReadFinite(ref reader, out double value))
            {
                return ColumnResult.Faulty;
            }

            _values[read++] = value;
        }

        return ColumnResult.NeedsMore;
    }
}
