using System.Text;
using System.Text.Json;

namespace MapDet.NuScenes.Json;

/// <summary>A wanted field of a table's records. It holds the value of the record read last and is used again for the next one.</summary>
internal abstract class Column(string name, string expected, bool optional = false)
{
    public string Name { get; } = name;

    /// <summary>The name as it stands in the file, to be compared without making texts.</summary>
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>What the value should be, for messages.</summary>
    public string Expected { get; } = expected;

    /// <summary>True if the field may be absent or null.</summary>
    public bool IsOptional { get; } = optional;

    public bool HasValue { get; private set; }

    /// <summary>What is wrong with the value, where it was found to be faulty.</summary>
    public virtual ColumnFault Fault => new(Name, $"the field does not hold {Expected}.");

    public virtual void Clear() => HasValue = false;

    /// <summary>Takes the value that begins at the reader's token.</summary>
    public ColumnResult Read(ref Utf8JsonReader reader)
    {
        if (IsOptional && reader.TokenType == JsonTokenType.Null)
        {
            return ColumnResult.Done;
        }

        ColumnResult result = ReadValue(ref reader);
        HasValue |= result == ColumnResult.Done;
        return result;
    }

    protected abstract ColumnResult ReadValue(ref Utf8JsonReader reader);

    protected static bool TryReadFinite(ref Utf8JsonReader reader, out double value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out value) && double.IsFinite(value);
    }
}
