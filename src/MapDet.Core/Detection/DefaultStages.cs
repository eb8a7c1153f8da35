using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Decoding.Refinement;
using MapDet.Core.Detection.Pretrained;
using MapDet.Core.Language;
using MapDet.Core.Language.Tokenization;
using MapDet.Core.QFormer;
using MapDet.Core.Vision;
using MapDet.Core.Vision.Clip;
using MapDet.Core.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Detection;

/// <summary>The stages that a model has unless one is replaced.</summary>
public static class DefaultStages
{
    /// <summary>BLIP-2's or CLIP's vision tower, from a checkpoint where the options name one.</summary>
    /// <exception cref="InvalidInputException">The checkpoint can't be used.</exception>
    public static IVisionEncoder CreateVisionEncoder(StageContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Options.Pretrained.Vision is null)
        {
            return InFrozenType(CreateVisionTower(context.Options.Vision, context.Weights), context);
        }

        using InitialWeights weights = Unset(context.Options.Pretrained);
        return Filled(CreateVisionTower(context.Options.Vision, weights), context, PretrainedStages.LoadVision);
    }

    /// <summary>A Q-Former for each camera, which starts from a checkpoint where the options name one, or none.</summary>
    /// <exception cref="InvalidInputException">The checkpoint can't be used.</exception>
    public static ISceneEncoder CreateSceneEncoder(StageContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        MapDetOptions options = context.Options;
        if (!options.QFormer.Enabled)
        {
            return new NoSceneEncoder(options.Language.HiddenSize);
        }

        QFormerSceneEncoder encoder = new(
            options.QFormer, options.Vision.HiddenSize, options.Language.HiddenSize, options.Range, context.Weights, CameraChannels.All.Length);
        return options.Pretrained.QFormer is null ? encoder : Filled(encoder, context, PretrainedStages.LoadQFormer);
    }

    /// <summary>A LLaMA decoder: from a checkpoint where the options name one, else with fixed prompt embeddings, or none.</summary>
    /// <exception cref="MapDetException">The options ask for a vocabulary, but name no checkpoint.</exception>
    /// <exception cref="InvalidInputException">The checkpoint can't be used.</exception>
    public static ILanguageModel CreateLanguageModel(StageContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        MapDetOptionsValidator.RequireCheckpoints(context.Options);
        LanguageOptions options = context.Options.Language;
        if (!options.Enabled)
        {
            return new NoLanguageModel(options.HiddenSize);
        }

        if (context.Options.Pretrained.Language is not { } folder)
        {
            using InitialWeights drawn = context.Weights.As(context.Options.Pretrained.FrozenType);
            return new LlamaLanguageModel(options, drawn, checkpointActivations: context.Options.Pretrained.CheckpointActivations);
        }

        PromptTokens prompt = LlamaTokenizer.Load(folder).EncodeAroundImage(options.Prompt);
        using InitialWeights weights = Unset(context.Options.Pretrained);
        LlamaLanguageModel model = new(options, weights, prompt, context.Options.Pretrained.CheckpointActivations);
        return Filled(model, context, PretrainedStages.LoadLanguage);
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

    private static IVisionEncoder CreateVisionTower(VisionOptions options, InitialWeights weights) =>
        options.Kind == VisionKind.Clip ? new ClipVisionTransformer(options, weights) : new VisionTransformer(options, weights);

    private static InitialWeights Unset(PretrainedOptions pretrained) => InitialWeights.Unset(pretrained.FrozenType, pretrained.Device);

    /// <summary>A frozen stage with drawn weights, in the type that frozen parts are kept in.</summary>
    private static TStage InFrozenType<TStage>(TStage stage, StageContext context)
    {
        if (context.Options.Pretrained.FrozenType != ScalarType.Float32)
        {
            ((nn.Module)(object)stage!).to(context.Options.Pretrained.FrozenType);
        }

        return stage;
    }

    /// <summary>Fills a stage, or disposes it where that fails.</summary>
    private static TStage Filled<TStage>(TStage stage, StageContext context, Action<nn.Module, StageContext> load)
    {
        nn.Module module = (nn.Module)(object)stage!;
        try
        {
            load(module, context);
            return stage;
        }
        catch
        {
            module.Dispose();
            throw;
        }
    }
}
