using MapDet.Core.Language.Recomputation;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.Language.Quantization;

/// <summary>
/// A frozen linear layer without bias whose weight is kept in few bits. It is decoded for each product, forward and backward, and dropped right after.
/// </summary>
internal sealed class QuantizedLinear : nn.Module<Tensor, Tensor>
{
    /// <summary>What the codes are called in files, behind the layer's name.</summary>
    public const string CodesName = "weight_codes";

    /// <summary>What the scales are called in files, behind the layer's name.</summary>
    public const string ScalesName = "weight_scales";

    private readonly WeightBuffers _buffers;

    [ComponentName(Name = CodesName)]
    private readonly Tensor _codes;

    [ComponentName(Name = ScalesName)]
    private readonly Tensor _scales;

    /// <summary>Creates a layer.</summary>
    /// <param name="format">How the weight is encoded.</param>
    /// <param name="codes">Its codes, which the layer takes over.</param>
    /// <param name="scales">Its scales, which the layer takes over.</param>
    /// <param name="inputs">Width of what comes in.</param>
    /// <param name="guard">Runs the backward pass.</param>
    /// <param name="buffers">Memory for the decoded weight.</param>
    public QuantizedLinear(IWeightFormat format, Tensor codes, Tensor scales, int inputs, BackwardGuard guard, WeightBuffers buffers)
        : base(nameof(QuantizedLinear))
    {
        Format = format;
        Inputs = inputs;
        Guard = guard;
        _buffers = buffers;
        _codes = codes.DetachFromDisposeScope();
        _scales = scales.DetachFromDisposeScope();
        register_buffer(CodesName, _codes);
        register_buffer(ScalesName, _scales);
    }

    /// <summary>How the weight is encoded.</summary>
    public IWeightFormat Format { get; }

    /// <summary>Width of what comes in.</summary>
    public int Inputs { get; }

    /// <summary>Width of what comes out.</summary>
    public int Outputs => (int)_codes.shape[0];

    /// <summary>Runs the backward pass.</summary>
    public BackwardGuard Guard { get; }

    /// <summary>[..., inputs] to [..., outputs].</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor output = is_grad_enabled() && input.requires_grad ? QuantizedProduct.apply(input, this) : Multiply(input);
        return output.MoveToOuterDisposeScope();
    }

    /// <summary>The product with the weight, without gradients.</summary>
    public Tensor Multiply(Tensor input) => WithWeight(input, weight => nn.functional.linear(input, weight));

    /// <summary>The gradient of the input, given that of the output.</summary>
    public Tensor MultiplyTransposed(Tensor gradient) => WithWeight(gradient, weight => nn.functional.linear(gradient, weight.t()));

    private Tensor WithWeight(Tensor like, Func<Tensor, Tensor> compute) => _buffers.Use(Outputs, Inputs, like.dtype, like.device, weight =>
    {
        QuantizedWeight.Decode(Format, _codes, _scales, weight);
        return compute(weight);
    });
}
