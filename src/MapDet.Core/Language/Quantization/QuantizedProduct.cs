using static TorchSharp.torch;

namespace MapDet.Core.Language.Quantization;

/// <summary>The product with a frozen weight of few bits, for automatic differentiation: nothing of it is kept between forward and backward.</summary>
internal sealed class QuantizedProduct : autograd.SingleTensorFunction<QuantizedProduct>
{
    private const string LayerKey = "layer";

    /// <inheritdoc/>
    public override string Name => nameof(QuantizedProduct);

    /// <summary>Multiplies.</summary>
    /// <param name="ctx">Keeps what the backward pass needs.</param>
    /// <param name="vars">The input [..., inputs] and the <see cref="QuantizedLinear"/>.</param>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        QuantizedLinear layer = (QuantizedLinear)vars[1];
        ctx.set_materialize_grads(false);
        ctx.save_data(LayerKey, layer);
        return layer.Multiply((Tensor)vars[0]);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        QuantizedLinear layer = (QuantizedLinear)ctx.get_data(LayerKey);
        return [layer.Guard.Run(grad_output, layer.Inputs, () => layer.MultiplyTransposed(grad_output))!, null!];
    }
}
