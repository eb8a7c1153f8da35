using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Language.Quantization;

/// <summary>Encodes and decodes whole weights, some rows at a time: what is needed besides a weight and its codes is small and always the same.</summary>
internal static class QuantizedWeight
{
    private const long NumbersAtOnce = 1 << 20;

    /// <summary>The format of weights that are kept in few bits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are kept as they are.</exception>
    public static IWeightFormat Format(LanguageWeights weights) => weights switch
    {
        LanguageWeights.Int8 => new Int8Format(),
        LanguageWeights.Nf4 => new Nf4Format(),
        _ => throw new ArgumentOutOfRangeException(nameof(weights), weights, "These weights have no codes."),
    };

    /// <summary>Encodes a weight.</summary>
    /// <param name="format">How.</param>
    /// <param name="weight">[outputs, inputs], any floating-point type.</param>
    /// <returns>Codes and scales, on the weight's device, of the current dispose scope.</returns>
    public static (Tensor Codes, Tensor Scales) Encode(IWeightFormat format, Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        (long outputs, long inputs) = (weight.shape[0], weight.shape[1]);
        Tensor codes = empty([outputs, format.CodesPerRow(inputs)], format.CodeType, weight.device);
        Tensor scales = empty([outputs, format.ScalesPerRow(inputs)], ScalarType.Float32, weight.device);
        foreach ((long first, long count) in Parts(outputs, inputs))
        {
            using DisposeScope part = NewDisposeScope();
            (Tensor partCodes, Tensor partScales) = format.Encode(weight.narrow(0, first, count).to_type(ScalarType.Float32));
            codes.narrow(0, first, count).copy_(partCodes);
            scales.narrow(0, first, count).copy_(partScales);
        }

        return (codes.MoveToOuterDisposeScope(), scales.MoveToOuterDisposeScope());
    }

    /// <summary>Decodes a weight.</summary>
    /// <param name="format">How it was encoded.</param>
    /// <param name="codes">Its codes.</param>
    /// <param name="scales">Its scales.</param>
    /// <param name="inputs">Weights of a row.</param>
    /// <param name="type">The type that is wanted.</param>
    /// <returns>[outputs, inputs], of the current dispose scope.</returns>
    public static Tensor Decode(IWeightFormat format, Tensor codes, Tensor scales, long inputs, ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = empty([codes.shape[0], inputs], type, codes.device);
        foreach ((long first, long count) in Parts(codes.shape[0], inputs))
        {
            using DisposeScope part = NewDisposeScope();
            weight.narrow(0, first, count).copy_(format.Decode(codes.narrow(0, first, count), scales.narrow(0, first, count), inputs));
        }

        return weight.MoveToOuterDisposeScope();
    }

    private static IEnumerable<(long First, long Count)> Parts(long outputs, long inputs)
    {
        long step = Math.Max(1, NumbersAtOnce / inputs);
        for (long first = 0; first < outputs; first += step)
        {
            yield return (first, Math.Min(step, outputs - first));
        }
    }
}
