using System.Collections.Immutable;

namespace MapDet.Training.Planning.Tape;

/// <summary>A tensor with a shape and a place in memory, but without numbers.</summary>
/// <param name="shape">Its shape.</param>
/// <param name="elementSize">Bytes of a number.</param>
/// <param name="block">Where it lies; views share theirs.</param>
/// <param name="requiresGradient">True if the backward pass comes by.</param>
internal sealed class VirtualTensor(ImmutableArray<long> shape, int elementSize, VirtualBlock block, bool requiresGradient)
{
    public ImmutableArray<long> Shape { get; } = shape;

    public int ElementSize { get; } = elementSize;

    public VirtualBlock Block { get; } = block;

    public bool RequiresGradient { get; } = requiresGradient;

    public long Count => Shape.Aggregate(1L, (product, length) => product * length);

    public long Bytes => Count * ElementSize;

    /// <summary>The length of the last axis.</summary>
    public long Width => Shape[^1];

    /// <summary>The shape with another last axis.</summary>
    public ImmutableArray<long> WithWidth(long width) => Shape.SetItem(Shape.Length - 1, width);
}
