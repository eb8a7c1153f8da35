using System.Collections.Immutable;
using System.CommandLine.Parsing;
using System.Globalization;
using MapDet.NuScenes.Dataset.Splits;

namespace MapDet.Stage2.Flags;

/// <summary>Reads shares of train, val and test such as <c>0.7,0.15,0.15</c>; two numbers are those of train and val.</summary>
internal static class FractionsParser
{
    private static readonly string[] s_names = ["train", "val", "test"];

    public static ImmutableArray<SplitShare>? Parse(ArgumentResult argument)
    {
        string text = argument.Tokens.SingleOrDefault()?.Value ?? "";
        string[] parts = text.Split(',');
        double[] numbers =
        [
            .. parts.Select(part => double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number : double.NaN),
        ];
        if (parts.Length is 2 or 3 && numbers.All(double.IsFinite))
        {
            return [.. numbers.Zip(s_names, (share, name) => new SplitShare(name, share))];
        }

        argument.AddError($"'{text}' are no fractions; write those of train, val and test, or of train and val, such as 0.7,0.15,0.15.");
        return null;
    }
}
