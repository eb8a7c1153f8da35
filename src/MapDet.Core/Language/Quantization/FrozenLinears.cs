using MapDet.Core.Language.Recomputation;
using MapDet.Core.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MapDet.Core.Language.Quantization;

/// <summary>Makes the linear layers of the language model in the form that its weights are kept in.</summary>
/// <param name="weights">Makes the weights.</param>
/// <param name="kind">How they are kept.</param>
/// <param name="guard">Runs the backward pass of layers whose weights are kept in few bits.</param>
/// <param name="buffers">Memory for their decoded weights.</param>
internal sealed class FrozenLinears(InitialWeights weights, LanguageWeights kind, BackwardGuard guard, WeightBuffers buffers)
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

        // What stays is allocated first: behind the drawn weight it would leave a gap of the weight's size.
        IWeightFormat format = QuantizedWeight.Format(kind);
        (Tensor codes, Tensor scales) = QuantizedWeight.Unset(format, outputs, inputs, weights.Device);
        if (!weights.AreUnset)
        {
            using Parameter weight = weights.Normal(std, outputs, inputs);
            QuantizedWeight.Encode(format, weight, codes, scales);
        }

        return new QuantizedLinear(format, codes, scales, inputs, guard, buffers);
    }
}
