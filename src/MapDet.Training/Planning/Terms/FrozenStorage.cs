using MapDet.Core.Language;
using MapDet.Training.Loop;

namespace MapDet.Training.Planning.Terms;

/// <summary>How the numbers of the frozen stages are kept and computed. What stores weights in fewer bits belongs here.</summary>
internal static class FrozenStorage
{
    private const long Nf4Block = 64;

    /// <summary>Bytes of a number that the frozen stages compute with.</summary>
    public static int ElementSize(TrainingOptions options) => options.Precision == TrainingPrecision.Fp32 ? sizeof(float) : 2;

    /// <summary>Bytes of the vision tower's weights.</summary>
    public static long VisionBytes(PlanRequest request, ModuleParameters parameters) => parameters.Vision * ElementSize(request.Training);

    /// <summary>Bytes of the language model's weights.</summary>
    public static long LanguageBytes(PlanRequest request, ModuleParameters parameters)
    {
        LanguageOptions options = request.Model.Language;
        if (!options.Enabled || options.Weights == LanguageWeights.Float)
        {
            return parameters.Language * ElementSize(request.Training);
        }

        long keyWidth = (long)options.HiddenSize / options.NumAttentionHeads * options.NumKeyValueHeads;
        (long Inputs, long Outputs)[] layer =
        [
            (options.HiddenSize, options.HiddenSize), (options.HiddenSize, options.HiddenSize), (options.HiddenSize, keyWidth), (options.HiddenSize, keyWidth),
            (options.HiddenSize, options.IntermediateSize), (options.HiddenSize, options.IntermediateSize), (options.IntermediateSize, options.HiddenSize),
        ];
        long linear = options.NumHiddenLayers * layer.Sum(weight => weight.Inputs * weight.Outputs);
        long codes = options.NumHiddenLayers * layer.Sum(weight => weight.Outputs * BytesOfRow(options.Weights, weight.Inputs));
        return codes + ((parameters.Language - linear) * ElementSize(request.Training));
    }

    /// <summary>Codes and scales of a row: a byte a weight and a scale, or half a byte a weight and a scale a block.</summary>
    private static long BytesOfRow(LanguageWeights weights, long inputs) => weights == LanguageWeights.Int8
        ? inputs + sizeof(float)
        : (inputs + Nf4Block - 1) / Nf4Block * ((Nf4Block / 2) + sizeof(float));
}
