using System.ComponentModel.DataAnnotations;

namespace MapDet.Core.Vision;

/// <summary>The vision tower's shape; names as in the <c>vision_config</c> of BLIP-2 and the configuration of CLIP's image encoder.</summary>
public sealed record VisionOptions
{
    /// <summary>Which tower.</summary>
    public VisionKind Kind { get; init; } = VisionKind.Blip2;

    /// <summary>Width Dv.</summary>
    [Range(8, 8192)]
    public int HiddenSize { get; init; } = 1408;

    /// <summary>Number of pre-norm layers; CLIP's last one is not used, so it needs two.</summary>
    [Range(1, 200)]
    public int NumHiddenLayers { get; init; } = 39;

    /// <summary>Number of attention heads; divides the width.</summary>
    [Range(1, 256)]
    public int NumAttentionHeads { get; init; } = 16;

    /// <summary>Width of the feed-forward part.</summary>
    [Range(8, 65536)]
    public int IntermediateSize { get; init; } = 6144;

    /// <summary>Edge of a patch, pixels.</summary>
    [Range(1, 256)]
    public int PatchSize { get; init; } = 14;

    /// <summary>Height of the images that the position embeddings were trained for, pixels; for others they are interpolated.</summary>
    [Range(1, 8192)]
    public int ImageHeight { get; init; } = 224;

    /// <summary>Width of the images that the position embeddings were trained for, pixels.</summary>
    [Range(1, 8192)]
    public int ImageWidth { get; init; } = 224;

    /// <summary>Epsilon of the layer norms.</summary>
    [Range(0.0, 1.0)]
    public double LayerNormEps { get; init; } = 1e-6;
}
