using MapDet.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Language.Quantization;

/// <summary>A whole number of -127 to 127 a weight, in units of the output channel's largest absolute value over 127.</summary>
internal sealed class Int8Format : IWeightFormat
{
    private const double Largest = 127;

    // A channel of zeros has no unit; any one that is not zero gives zeros.
    private const double LeastScale = 1e-30;

    /// <inheritdoc/>
    public ScalarType CodeType => ScalarType.Int8;

    /// <inheritdoc/>
    public long CodesPerRow(long inputs) => inputs;

    /// <inheritdoc/>
    public long ScalesPerRow(long inputs) => 1;

    /// <inheritdoc/>
    public (Tensor Codes, Tensor Scales) Encode(Tensor rows)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor scales = rows.abs().amax([1], keepdim: true).Times(1 / Largest).AtLeast(LeastScale);
        Tensor codes = (rows / scales).round().Within(-Largest, Largest).to_type(CodeType);
        return (codes.MoveToOuterDisposeScope(), scales.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public Tensor Decode(Tensor codes, Tensor scales, long inputs)
    {
        using DisposeScope scope = NewDisposeScope();
        return codes.to_type(ScalarType.Float32).mul_(scales).MoveToOuterDisposeScope();
    }
}
