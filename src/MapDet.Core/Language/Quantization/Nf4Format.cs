using System.Collections.Immutable;
using MapDet.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Language.Quantization;

/// <summary>
/// The 4-bit NormalFloat: 16 levels, the quantiles of a normal distribution scaled to -1 to 1, in units of the largest absolute value of each block of
/// 64 weights of a row. Two codes a byte, the first in the upper half.
/// </summary>
/// <remarks>
/// Source: Dettmers et al., "QLoRA: Efficient Finetuning of Quantized LLMs" (2023), appendix E for the levels. A row whose length is no multiple of
/// 64 is filled up with zeros, so that no block belongs to two rows.
/// </remarks>
internal sealed class Nf4Format : IWeightFormat
{
    private const int BlockLength = 64;
    private const int CodesPerByte = 2;

    // A block of zeros has no unit; any one that is not zero gives zeros.
    private const double LeastScale = 1e-30;

    /// <summary>The value of each code.</summary>
    public static ImmutableArray<float> Levels { get; } =
    [
        -1.0f, -0.6961928009986877f, -0.5250730514526367f, -0.39491748809814453f,
        -0.28444138169288635f, -0.18477343022823334f, -0.09105003625154495f, 0.0f,
        0.07958029955625534f, 0.16093020141124725f, 0.24611230194568634f, 0.33791524171829224f,
        0.44070982933044434f, 0.5626170039176941f, 0.7229568362236023f, 1.0f,
    ];

    /// <inheritdoc/>
    public ScalarType CodeType => ScalarType.Byte;

    /// <inheritdoc/>
    public long CodesPerRow(long inputs) => ScalesPerRow(inputs) * BlockLength / CodesPerByte;

    /// <inheritdoc/>
    public long ScalesPerRow(long inputs) => (inputs + BlockLength - 1) / BlockLength;

    /// <inheritdoc/>
    public (Tensor Codes, Tensor Scales) Encode(Tensor rows)
    {
        using DisposeScope scope = NewDisposeScope();
        long padding = (ScalesPerRow(rows.shape[1]) * BlockLength) - rows.shape[1];
        Tensor blocks = nn.functional.pad(rows, [0, padding]).unflatten(1, [-1, BlockLength]);
        Tensor scales = blocks.abs().amax([2]).AtLeast(LeastScale);
        using Tensor borders = tensor(Levels.Zip(Levels.Skip(1), (low, high) => (low + high) / 2).ToArray(), device: rows.device);
        Tensor levels = bucketize(blocks / scales.unsqueeze(2), borders, outInt32: true).flatten(1).unflatten(1, [-1, CodesPerByte]);
        Tensor codes = levels.select(2, 0).Times(Levels.Length).Plus(levels.select(2, 1)).to_type(CodeType);
        return (codes.MoveToOuterDisposeScope(), scales.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public Tensor Decode(Tensor codes, Tensor scales, long inputs)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pairs = Pairs(codes.device).index_select(0, codes.flatten().to_type(ScalarType.Int32));
        Tensor weights = pairs.view(codes.shape[0], scales.shape[1], BlockLength).mul_(scales.unsqueeze(2)).flatten(1);
        return weights.narrow(1, 0, inputs).MoveToOuterDisposeScope();
    }

    /// <summary>[256, 2]: the two values of each byte.</summary>
    private static Tensor Pairs(Device device) =>
        tensor(Levels.SelectMany(upper => Levels.SelectMany(lower => new[] { upper, lower })).ToArray(), device: device).view(-1, CodesPerByte);
}
