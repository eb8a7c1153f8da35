using System.CommandLine.Parsing;
using MapDet.Core.Language;

namespace MapDet.Stage2.Flags;

/// <summary>Reads how weights are kept; the parser of enumerations would let numbers pass as well.</summary>
internal static class LanguageWeightsParser
{
    public static LanguageWeights? Parse(ArgumentResult argument)
    {
        switch (argument.Tokens.SingleOrDefault()?.Value)
        {
            case "float":
                return LanguageWeights.Float;
            case "int8":
                return LanguageWeights.Int8;
            case "nf4":
                return LanguageWeights.Nf4;
            default:
                argument.AddError($"'{argument.Tokens.SingleOrDefault()?.Value}' is no form of weights; there are float, int8, nf4.");
                return null;
        }
    }
}
