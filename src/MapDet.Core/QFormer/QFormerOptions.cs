using System.ComponentModel.DataAnnotations;

namespace MapDet.Core.QFormer;

/// <summary>The Q-Former's shape; names as in BLIP-2's <c>qformer_config</c>.</summary>
public sealed record QFormerOptions
{
    /// <summary>False to do without a Q-Former, and so without scene tokens. For comparisons.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Width.</summary>
    [Range(8, 8192)]
    public int HiddenSize { get; init; } = 768;

    /// <summary>Number of post-norm layers.</summary>
    [Range(1, 200)]
    public int NumHiddenLayers { get; init; } = 12;

    /// <summary>Number of attention heads; divides the width.</summary>
    [Range(1, 256)]
    public int NumAttentionHeads { get; init; } = 12;

    /// <summary>Width of the feed-forward part.</summary>
    [Range(8, 65536)]
    public int IntermediateSize { get; init; } = 3072;

    /// <summary>Every how many layers, from the first on, there is cross attention to the image tokens.</summary>
    [Range(1, 200)]
    public int CrossAttentionFrequency { get; init; } = 2;

    /// <summary>Query tokens a camera.</summary>
    [Range(1, 4096)]
    public int NumQueryTokens { get; init; } = 32;

    /// <summary>True to let the query tokens attend to the vision tower's class token too, as BLIP-2 does.</summary>
    public bool AttendToClassToken { get; init; } = true;

    /// <summary>Width of the hidden layer that turns camera geometry into what is added to the image tokens.</summary>
    [Range(8, 8192)]
    public int GeometryHiddenSize { get; init; } = 256;

    /// <summary>
    /// True to start camera embedding and camera geometry at zero, so that pretrained weights compute what they were trained to;
    /// false to draw them, which suits training from scratch.
    /// </summary>
    public bool StartsFromPretrained { get; init; } = true;

    /// <summary>Epsilon of the layer norms.</summary>
    [Range(0.0, 1.0)]
    public double LayerNormEps { get; init; } = 1e-12;

    /// <summary>Dropout in training, as in BERT.</summary>
    [Range(0.0, 0.9)]
    public double Dropout { get; init; } = 0.1;
}
