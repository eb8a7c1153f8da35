using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Language.Quantization;

/// <summary>Encodes and decodes whole weights, some rows at a time: what is needed besides a weight and its codes is small and always the same.</summary>
internal static class QuantizedWeight
{
    // Small enough for a processor's cache, and for memory that is used again at once: larger blocks leave gaps between what stays.
    private const long NumbersAtOnce = 1 << 16;

    /// <summary>The format of weights that are kept in few bits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are kept as they are.</exception>
    public static IWeightFormat Format(LanguageWeights weights) => weights switch
    {
        LanguageWeights.Int8 => new Int8Format(),
        LanguageWeights.Nf4 => new Nf4Format(),
        _ => throw new ArgumentOutOfRangeException(nameof(weights), weights, "These weights have no codes."),
    };

    /// <summary>Room for codes and scales of a weight, of any value, of the current dispose scope.</summary>
    public static (Tensor Codes, Tensor Scales) Unset(IWeightFormat format, long outputs, long inputs, Device device) => (
        empty([outputs, format.CodesPerRow(inputs)], format.CodeType, device),
        empty([outputs, format.ScalesPerRow(inputs)], ScalarType.Float32, device));

    /// <summary>Encodes a weight.</summary>
    /// <param name="format">How.</param>
    /// <param name="weight">[outputs, inputs], any floating-point type.</param>
    /// <returns>Codes and scales, on the weight's device, of the current dispose scope.</returns>
    public static (Tensor Codes, Tensor Scales) Encode(IWeightFormat format, Tensor weight)
    {
        (Tensor codes, Tensor scales) = Unset(format, weight.shape[0], weight.shape[1], weight.device);
        Encode(format, weight, codes, scales);
        return (codes, scales);
    }

    /// <summary>Encodes a weight into room that is there.</summary>
    /// <param name="format">How.</param>
    /// <param name="weight">[outputs, inputs], any floating-point type.</param>
    /// <param name="codes">Takes the codes.</param>
    /// <param name="scales">Takes the scales.</param>
    public static void Encode(IWeightFormat format, Tensor weight, Tensor codes, Tensor scales)
    {
        using IDisposable noGradients = no_grad();
        foreach ((long first, long count) in Parts(weight.shape[0], weight.shape[1]))
        {
            using DisposeScope part = NewDisposeScope();
            (Tensor partCodes, Tensor partScales) = format.Encode(weight.narrow(0, first, count).to_type(ScalarType.Float32));
            codes.narrow(0, first, count).copy_(partCodes);
            scales.narrow(0, first, count).copy_(partScales);
        }
    }

    /// <summary>Decodes a weight.</summary>
    /// <param name="format">How it was encoded.</param>
    /// <param name="codes">Its codes.</param>
    /// <param name="scales">Its scales.</param>
    /// <param name="weight">Takes the numbers: [outputs, inputs], any floating-point type.</param>
    public static void Decode(IWeightFormat format, Tensor codes, Tensor scales, Tensor weight)
    {
        long inputs = weight.shape[1];
        using IDisposable noGradients = no_grad();
        foreach ((long first, long count) in Parts(weight.shape[0], inputs))
        {
            using DisposeScope part = NewDisposeScope();
            weight.narrow(0, first, count).copy_(format.Decode(codes.narrow(0, first, count), scales.narrow(0, first, count), inputs));
        }
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
