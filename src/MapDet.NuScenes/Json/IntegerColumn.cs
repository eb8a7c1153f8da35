using System.Text.Json;

namespace MapDet.NuScenes.Json;

/// <summary>A whole number, also where it is spelt with a point or an exponent.</summary>
internal sealed class IntegerColumn(string name, bool optional = false) : Column(name, "a whole number", optional)
{
    // Doubles above this hold no longer every whole number.
    private const double LargestExact = 1L << 53;

    public long Value { get; private set; }

    public override void Clear()
    {
        base.Clear();
        Value = 0;
    }

    protected override ColumnResult ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long value))
        {
            Value = value;
            return ColumnResult.Done;
        }

        if (!TryReadFinite(ref reader, out double number) || Math.Abs(number) > LargestExact || number != Math.Truncate(number))
        {
            return ColumnResult.Faulty;
        }

        Value = (long)number;
        return ColumnResult.Done;
    }
}
