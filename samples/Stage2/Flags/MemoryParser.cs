using System.CommandLine.Parsing;
using System.Globalization;

namespace MapDet.Stage2.Flags;

/// <summary>Reads amounts of memory such as <c>24GB</c>, <c>512MB</c> or <c>16GiB</c>.</summary>
internal static class MemoryParser
{
    private static readonly (string Unit, long Bytes)[] s_units =
    [
        ("GiB", 1L << 30), ("MiB", 1L << 20), ("GB", 1_000_000_000), ("MB", 1_000_000),
    ];

    /// <summary>Bytes.</summary>
    public static long? Parse(ArgumentResult argument)
    {
        string text = argument.Tokens.SingleOrDefault()?.Value ?? "";
        foreach ((string unit, long bytes) in s_units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
                && count is > 0 and < 1e6)
            {
                return (long)(count * bytes);
            }
        }

        argument.AddError($"'{text}' is no amount of memory; write 24GB, 512MB or 16GiB.");
        return null;
    }
}
