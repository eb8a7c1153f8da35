using System.Collections.Immutable;
using System.CommandLine.Parsing;
using System.Globalization;

namespace MapDet.Stage2.Flags;

/// <summary>Reads rising distances in metres such as <c>10,20,30</c>.</summary>
internal static class DistancesParser
{
    public static ImmutableArray<double> Parse(ArgumentResult argument)
    {
        string text = argument.Tokens.SingleOrDefault()?.Value ?? "";
        List<double> distances = [];
        foreach (string part in text.Split(','))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double distance)
                || !double.IsFinite(distance) || distance <= distances.LastOrDefault())
            {
                argument.AddError($"'{text}' are no rising distances in metres; write them such as 10,20,30.");
                return [];
            }

            distances.Add(distance);
        }

        return [.. distances];
    }
}
