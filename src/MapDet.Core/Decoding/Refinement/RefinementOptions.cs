using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace MapDet.Core.Decoding.Refinement;

/// <summary>
/// What only the refinement decoder has; its width, layers, heads and dropout are those of <see cref="DecoderOptions"/>. The defaults are the
/// original system's, as far as they are constants in its code; it trained with a dropout of 0.1.
/// </summary>
public sealed record RefinementOptions
{
    /// <summary>Widths through which instance features come down from the language model's width to the decoder's.</summary>
    [Length(0, 16)]
    public ImmutableArray<int> InstanceReductionSizes { get; init; } = [1024, 512, 256];

    /// <summary>The width through which point features come down.</summary>
    [Range(1, 65536)]
    public int PointReductionSize { get; init; } = 1024;

    /// <summary>Width at which instance and point features meet to make the first points.</summary>
    [Range(1, 8192)]
    public int InitialPointsSize { get; init; } = 64;

    /// <summary>Width of the encoding of a point's coordinates.</summary>
    [Range(1, 8192)]
    public int CoordinateSize { get; init; } = 64;

    /// <summary>Width of the embedding of a point's number on its line.</summary>
    [Range(1, 8192)]
    public int OrderSize { get; init; } = 64;

    /// <summary>Width of the first hidden layer that makes offsets; the second has half of it.</summary>
    [Range(2, 65536)]
    public int OffsetHiddenSize { get; init; } = 256;
}
