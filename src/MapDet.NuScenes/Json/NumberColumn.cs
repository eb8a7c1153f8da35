using System.Text.Json;

namespace MapDet.NuScenes.Json;

/// <summary>A finite number.</summary>
/// <param name="name">The field.</param>
/// <param name="isPositive">True if it must be above 0.</param>
internal sealed class NumberColumn(string name, bool isPositive = false) : Column(name, isPositive ? "a finite number above 0" : "a finite number")
{
    public double Value { get; private set; }

    protected override ColumnResult ReadValue(ref Utf8JsonReader reader)
    {
        if (!TryReadFinite(ref reader, out double value) || (isPositive && value <= 0))
        {
            return ColumnResult.Faulty;
        }

        Value = value;
        return ColumnResult.Done;
    }
}
