using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Decoding.Refinement;
using MapDet.Core.Language;
using MapDet.Core.QFormer;
using MapDet.Core.Vision;
using MapDet.Core.Vision.Clip;

namespace MapDet.Core.Detection;

/// <summary>The stages that a model has unless one is replaced.</summary>
public static class DefaultStages
{
    /// <summary>BLIP-2's or CLIP's vision tower.</summary>
    public static IVisionEncoder CreateVisionEncoder(StageContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        VisionOptions options = context.Options.Vision;
        return options.Kind == VisionKind.Clip ? new ClipVisionTransformer(options, context.Weights) : new VisionTransformer(options, context.Weights);
    }

    /// <summary>A Q-Former for each camera, or none.</summary>
    public static ISceneEncoder CreateSceneEncoder(StageContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        MapDetOptions options = context.Options;
        if (!options.QFormer.Enabled)
        {
            return new NoSceneEncoder(options.Language.HiddenSize);
        }

        return new QFormerSceneEncoder(
            options.QFormer, options.Vision.HiddenSize, options.Language.HiddenSize, options.Range, context.Weights, CameraChannels.All.Length);
    }

    /// <summary>A LLaMA decoder with fixed prompt embeddings, or none.</summary>
    /// <exception cref="MapDetException">The options ask for a vocabulary, that is for a pretrained checkpoint.</exception>
    public static ILanguageModel CreateLanguageModel(StageContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        LanguageOptions options = context.Options.Language;
        if (!options.Enabled)
        {
            return new NoLanguageModel(options.HiddenSize);
        }

        return options.VocabSize == 0
            ? new LlamaLanguageModel(options, context.Weights)
            : throw new MapDetException(
                $"Language.VocabSize: a model with {options.VocabSize} tokens (preset '{context.Options.Preset}') needs the tokenizer and the weights of a "
                + $"pretrained checkpoint, which this version can't read; it builds models without text, such as the presets '{ModelPresets.Tiny}' and '{ModelPresets.Small}'.");
    }

    /// <summary>The decoder that the options name.</summary>
    /// <exception cref="MapDetException">The decoder is not there.</exception>
    public static IMapDecoder CreateDecoder(StageContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        MapDetOptions options = context.Options;
        return options.Decoder.Kind switch
        {
            DecoderKind.Sampling => new SamplingMapDecoder(
                options.Decoder,
                options.Queries,
                options.Range,
                options.Language.HiddenSize,
                options.Vision.HiddenSize,
                options.Vision.PatchSize,
                context.Weights,
                context.Anchors),
            DecoderKind.Refinement => new RefinementMapDecoder(options.Decoder, options.Queries, options.Language.HiddenSize, context.Weights),
            _ => throw new MapDetException($"Decoder.Kind: there is no decoder '{options.Decoder.Kind}'."),
        };
    }
}
