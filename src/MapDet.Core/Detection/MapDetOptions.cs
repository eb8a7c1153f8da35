using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MapDet.Core.Decoding;
using MapDet.Core.Detection.Pretrained;
using MapDet.Core.Geometry;
using MapDet.Core.Imaging;
using MapDet.Core.Language;
using MapDet.Core.Losses;
using MapDet.Core.QFormer;
using MapDet.Core.Queries;
using MapDet.Core.Vision;

namespace MapDet.Core.Detection;

/// <summary>Everything that a model is built from. The default values are those of the preset <c>blip2-vicuna-7b</c>.</summary>
public sealed record MapDetOptions
{
    /// <summary>The preset that the values started from.</summary>
    [Required]
    public string Preset { get; init; } = "blip2-vicuna-7b";

    /// <summary>The perception range, metres.</summary>
    [Required]
    public PerceptionRange Range { get; init; } = PerceptionRange.Default;

    /// <summary>How pictures become tensors.</summary>
    [Required]
    public ImageOptions Images { get; init; } = new();

    /// <summary>The vision tower.</summary>
    [Required]
    public VisionOptions Vision { get; init; } = new();

    /// <summary>The Q-Former.</summary>
    [Required]
    public QFormerOptions QFormer { get; init; } = new();

    /// <summary>The frozen language model.</summary>
    [Required]
    public LanguageOptions Language { get; init; } = new();

    /// <summary>The map queries.</summary>
    [Required]
    public MapQueryOptions Queries { get; init; } = new();

    /// <summary>The map decoder.</summary>
    [Required]
    public DecoderOptions Decoder { get; init; } = new();

    /// <summary>Where pretrained parts lie on this machine; not written to files.</summary>
    [JsonIgnore]
    public PretrainedOptions Pretrained { get; init; } = PretrainedOptions.None;

    /// <summary>Matching and loss.</summary>
    [Required]
    public CriterionOptions Criterion { get; init; } = new();
}
