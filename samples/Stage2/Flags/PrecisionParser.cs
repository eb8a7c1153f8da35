using System.CommandLine.Parsing;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Flags;

/// <summary>Reads the names of number types; the parser of enumerations would let numbers pass as well.</summary>
internal static class PrecisionParser
{
    public static TrainingPrecision? Parse(ArgumentResult argument)
    {
        switch (argument.Tokens.SingleOrDefault()?.Value)
        {
            case "fp32":
                return TrainingPrecision.Fp32;
            case "bf16":
                return TrainingPrecision.Bf16;
            case "fp16":
                return TrainingPrecision.Fp16;
            default:
                argument.AddError($"'{argument.Tokens.SingleOrDefault()?.Value}' is no precision; there are fp32, bf16, fp16.");
                return null;
        }
    }
}
