using System.Text.Json;

namespace MapDet.NuScenes.Json;

/// <summary>A 3 x 3 matrix of finite numbers, or an empty array for a sensor that is no camera.</summary>
internal sealed class IntrinsicColumn(string name) : Column(name, "3 x 3 finite numbers, or [] for a sensor that is no camera")
{
    private const int Size = 3;

    private readonly double[] _values = new double[Size * Size];

    public bool IsEmpty { get; private set; }

    public ReadOnlySpan<double> Values => _values;

    protected override ColumnResult ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return ColumnResult.Faulty;
        }

        int outerDepth = reader.CurrentDepth;
        int rows = 0;
        int columns = 0;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray when reader.CurrentDepth == outerDepth + 1 && rows < Size:
                    columns = 0;
                    break;
                case JsonTokenType.Number when reader.CurrentDepth == outerDepth + 2 && columns < Size && TryReadFinite(ref reader, out double value):
                    _values[(rows * Size) + columns++] = value;
                    break;
                case JsonTokenType.EndArray when reader.CurrentDepth == outerDepth + 1 && columns == Size:
                    rows++;
                    break;
                case JsonTokenType.EndArray when reader.CurrentDepth == outerDepth && rows is 0 or Size:
                    IsEmpty = rows == 0;
                    return ColumnResult.Done;
                default:
                    return ColumnResult.Faulty;
            }
        }

        return ColumnResult.NeedsMore;
    }
}
