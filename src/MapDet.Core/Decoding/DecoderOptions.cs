using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using MapDet.Core.Decoding.Refinement;

namespace MapDet.Core.Decoding;

/// <summary>The map decoder's shape.</summary>
public sealed record DecoderOptions
{
    /// <summary>Which decoder.</summary>
    public DecoderKind Kind { get; init; } = DecoderKind.Sampling;

    /// <summary>Width.</summary>
    [Range(8, 8192)]
    public int HiddenSize { get; init; } = 256;

    /// <summary>Number of refinement layers.</summary>
    [Range(1, 64)]
    public int NumLayers { get; init; } = 6;

    /// <summary>Number of attention heads; divides the width.</summary>
    [Range(1, 256)]
    public int NumAttentionHeads { get; init; } = 8;

    /// <summary>Width of the feed-forward part.</summary>
    [Range(8, 65536)]
    public int IntermediateSize { get; init; } = 1024;

    /// <summary>Channels of the feature map that points are sampled from.</summary>
    [Range(1, 1024)]
    public int SampledChannels { get; init; } = 64;

    /// <summary>Pixels between two places of that feature map; divides the patch size.</summary>
    [Range(1, 64)]
    public int SamplingStride { get; init; } = 7;

    /// <summary>Beside each point itself, features are sampled this far to its right and left, metres.</summary>
    [Length(0, 16)]
    public ImmutableArray<double> SamplingOffsetsX { get; init; } = [0.7, 1.6, 3.5];

    /// <summary>Beside each point itself, features are sampled this far ahead of and behind it, metres.</summary>
    [Length(0, 16)]
    public ImmutableArray<double> SamplingOffsetsY { get; init; } = [0.8, 2, 4.5];

    /// <summary>
    /// How far beyond the range points can lie, as a part of its half: lines often end exactly on its border, which a sigmoid reaches only at infinity
    /// and where it hardly has a slope.
    /// </summary>
    [Range(0.0, 1.0)]
    public double BorderMargin { get; init; }

    /// <summary>The view of the whole ground.</summary>
    [Required]
    public GroundViewOptions GroundView { get; init; } = new();

    /// <summary>True to let instance tokens attend to the language model's states of the scene tokens, in every layer.</summary>
    public bool SceneAttention { get; init; }

    /// <summary>Dropout in training.</summary>
    [Range(0.0, 0.9)]
    public double Dropout { get; init; }

    /// <summary>What only <see cref="DecoderKind.Refinement"/> has.</summary>
    [Required]
    public RefinementOptions Refinement { get; init; } = new();

    /// <summary>True if instance tokens attend to anything but other tokens of the decoder.</summary>
    internal bool HasContext => GroundView.Enabled || SceneAttention;
}
