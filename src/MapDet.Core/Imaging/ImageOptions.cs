using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace MapDet.Core.Imaging;

/// <summary>How pictures become tensors: resized without keeping the aspect ratio, cut at the top, normalised per channel.</summary>
public sealed record ImageOptions
{
    /// <summary>Width after resizing, pixels.</summary>
    [Range(16, 8192)]
    public int Width { get; init; } = 392;

    /// <summary>Height after resizing and before cutting, pixels.</summary>
    [Range(16, 8192)]
    public int Height { get; init; } = 224;

    /// <summary>Rows cut off at the top after resizing.</summary>
    [Range(0, 8192)]
    public int CropTop { get; init; }

    /// <summary>Channel means of values in [0, 1], red, green, blue; the default is CLIP's and BLIP-2's.</summary>
    [Length(3, 3)]
    public ImmutableArray<double> Mean { get; init; } = [0.48145466, 0.4578275, 0.40821073];

    /// <summary>Channel standard deviations of values in [0, 1].</summary>
    [Length(3, 3)]
    public ImmutableArray<double> Std { get; init; } = [0.26862954, 0.26130258, 0.27577711];

    /// <summary>Height of the tensor.</summary>
    public int OutputHeight => Height - CropTop;
}
