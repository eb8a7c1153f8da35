using System.Collections.Immutable;
using MapDet.Core.Decoding;
using MapDet.Core.Decoding.Refinement;
using MapDet.Core.Imaging;
using MapDet.Core.Language;
using MapDet.Core.Losses;
using MapDet.Core.QFormer;
using MapDet.Core.Queries;
using MapDet.Core.Vision;

namespace MapDet.Core.Detection;

/// <summary>The named sets of model options.</summary>
public static class ModelPresets
{
    /// <summary>BLIP-2's vision tower and Q-Former with Vicuna-7B v1.5; needs their checkpoints, see <see cref="MapDetOptions.Pretrained"/>.</summary>
    public const string Blip2Vicuna7B = "blip2-vicuna-7b";

    /// <summary>All modules at sizes that make a benchmark on a CPU worthwhile.</summary>
    public const string Small = "small";

    /// <summary>All modules at sizes that train on a laptop's CPU; nothing is pretrained.</summary>
    public const string Tiny = "tiny";

    /// <summary>All names.</summary>
    public static ImmutableArray<string> Names { get; } = [Tiny, Small, Blip2Vicuna7B];

    /// <summary>The options of a preset.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="MapDetException">There is no such preset; the message lists those there are.</exception>
    public static MapDetOptions Get(string name) => name switch
    {
        Tiny => CreateTiny(),
        Small => CreateSmall(),
        Blip2Vicuna7B => new MapDetOptions(),
        _ => throw new MapDetException($"There is no preset '{name}'; there are {string.Join(", ", Names)}."),
    };

    private static MapDetOptions CreateTiny() => new()
    {
        Preset = Tiny,
        Images = new ImageOptions { Width = 256, Height = 144, CropTop = 64 },
        Vision = new VisionOptions
        {
            HiddenSize = 96,
            NumHiddenLayers = 2,
            NumAttentionHeads = 2,
            IntermediateSize = 384,
            PatchSize = 16,
            ImageHeight = 80,
            ImageWidth = 256,
        },
        QFormer = new QFormerOptions
        {
            HiddenSize = 64,
            NumHiddenLayers = 1,
            NumAttentionHeads = 4,
            IntermediateSize = 256,
            CrossAttentionFrequency = 1,
            NumQueryTokens = 8,
            AttendToClassToken = false,
            GeometryHiddenSize = 64,
            StartsFromPretrained = false,
            Dropout = 0,
        },
        Language = new LanguageOptions
        {
            HiddenSize = 64,
            NumHiddenLayers = 2,
            NumAttentionHeads = 2,
            NumKeyValueHeads = 2,
            IntermediateSize = 172,
            VocabSize = 0,
            FixedPromptLength = 8,
        },
        Queries = new MapQueryOptions { NumInstances = 20, NumPoints = 20, InitialStd = 0.5, PointsInLanguageModel = false },
        Decoder = new DecoderOptions
        {
            HiddenSize = 64,
            NumLayers = 3,
            NumAttentionHeads = 4,
            IntermediateSize = 128,
            SampledChannels = 16,
            SamplingStride = 4,
            BorderMargin = 0.1,
            GroundView = new GroundViewOptions { Enabled = true },
            SceneAttention = true,
            Refinement = new RefinementOptions
            {
                InstanceReductionSizes = [],
                PointReductionSize = 128,
                InitialPointsSize = 32,
                CoordinateSize = 32,
                OrderSize = 16,
                OffsetHiddenSize = 128,
            },
        },
        Criterion = new CriterionOptions { PointsWeight = 1, CurveWeight = 1 },
    };

    private static MapDetOptions CreateSmall() => new()
    {
        Preset = Small,
        Images = new ImageOptions { Width = 384, Height = 216, CropTop = 72 },
        Vision = new VisionOptions
        {
            HiddenSize = 192,
            NumHiddenLayers = 4,
            NumAttentionHeads = 3,
            IntermediateSize = 768,
            PatchSize = 16,
            ImageHeight = 144,
            ImageWidth = 384,
        },
        QFormer = new QFormerOptions
        {
            HiddenSize = 192,
            NumHiddenLayers = 4,
            NumAttentionHeads = 6,
            IntermediateSize = 768,
            NumQueryTokens = 32,
            AttendToClassToken = false,
            StartsFromPretrained = false,
            Dropout = 0,
        },
        Language = new LanguageOptions
        {
            HiddenSize = 256,
            NumHiddenLayers = 4,
            NumAttentionHeads = 8,
            NumKeyValueHeads = 8,
            IntermediateSize = 688,
            VocabSize = 0,
            FixedPromptLength = 8,
        },
        Queries = new MapQueryOptions { InitialStd = 0.5 },
        Decoder = new DecoderOptions
        {
            HiddenSize = 128,
            IntermediateSize = 512,
            SampledChannels = 32,
            SamplingStride = 4,
            BorderMargin = 0.1,
            GroundView = new GroundViewOptions { Enabled = true },
            Refinement = new RefinementOptions { InstanceReductionSizes = [192], PointReductionSize = 512 },
        },
        Criterion = new CriterionOptions { PointsWeight = 1, CurveWeight = 1 },
    };
}
