using System.Collections.Immutable;

namespace MapDet.Training.Planning.Tape;

/// <summary>An operation that the backward pass goes through.</summary>
internal sealed record TapeNode
{
    public required ImmutableArray<VirtualTensor> Inputs { get; init; }

    public required VirtualTensor Output { get; init; }

    /// <summary>What is kept until the operation's backward pass.</summary>
    public ImmutableArray<VirtualBlock> Saved { get; init; } = [];

    /// <summary>True where an input's gradient is the output's, seen differently, as for sums and reshapes.</summary>
    public bool PassesGradient { get; init; }

    /// <summary>Bytes that the backward pass needs for its own time, such as parameters' gradients before they are added to those there are.</summary>
    public long BackwardBytes { get; init; }
}
