using MapDet.Core.Language.Recomputation;
using MapDet.Core.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Language.Quantization;

/// <summary>Makes the linear layers of the language model in the form that its weights are kept in.</summary>
/// <param name="weights">Makes the weights.</param>
/// <param name="kind">How they are kept.</param>
/// <param name="guard">Runs the backward pass of layers whose weights are kept in few bits.</param>
internal sealed class FrozenLinears(InitialWeights weights, LanguageWeights kind, BackwardGuard guard)
{
    /// <summary>A layer without bias, normally distributed; what is drawn is encoded at once, so that only one weight is there in full.</summary>
    /// <param name="inputs">Width of what comes in.</param>
    /// <param name="outputs">Width of what comes out.</param>
    /// <param name="std">Standard deviation of the weights.</param>
    public nn.Module<Tensor, Tensor> Create(int inputs, int outputs, double std)
    {
        if (kind == LanguageWeights.Float)
        {
            return weights.NormalLinear(inputs, outputs, std);
        }

        IWeightFormat format = QuantizedWeight.Format(kind);
        (Tensor codes, Tensor scales) = weights.AreUnset ? Unset(format, inputs, outputs) : Drawn(format, inputs, outputs, std);
        return new QuantizedLinear(format, codes, scales, inputs, guard);
    }

    private (Tensor Codes, Tensor Scales) Unset(IWeightFormat format, int inputs, int outputs) => (
        empty([outputs, format.CodesPerRow(inputs)], format.CodeType, weights.Device),
        empty([outputs, format.ScalesPerRow(inputs)], ScalarType.Float32, weights.Device));

    private (Tensor Codes, Tensor Scales) Drawn(IWeightFormat format, int inputs, int outputs, double std)
    {
        using Parameter weight = weights.Normal(std, outputs, inputs);
        return QuantizedWeight.Encode(format, weight);
    }
}
