using System.Text.Json;

namespace MapDet.NuScenes.Json;

/// <summary>A finite number.</summary>
internal sealed class NumberColumn(string name) : Column(name, "a finite number")
{
    public double Value { get; private set; }

    protected override ColumnResult ReadValue(ref Utf8JsonReader reader)
    {
        if (!TryReadFinite(ref reader, out double value))
        {
            return ColumnResult.Faulty;
        }

        Value = value;
        return ColumnResult.Done;
    }
}
