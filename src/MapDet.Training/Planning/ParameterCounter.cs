using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Decoding.Refinement;
using MapDet.Core.Detection;
using MapDet.Core.Language;
using MapDet.Core.QFormer;
using MapDet.Core.Queries;
using MapDet.Core.Vision;
using MapDet.Core.Vision.Clip;
using MapDet.Core.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Training.Planning;

/// <summary>Counts the parameters of a model of the default stages, whose modules are made without memory for their weights.</summary>
internal static class ParameterCounter
{
    private static readonly PromptTokens s_anyPrompt = new([0], [0]);

    /// <summary>Counts.</summary>
    /// <param name="options">The model.</param>
    /// <exception cref="Core.MapDetException">The options do not fit together.</exception>
    public static ModuleParameters Count(MapDetOptions options)
    {
        MapDetOptionsValidator.Validate(options);
        using InitialWeights meta = InitialWeights.Unset(ScalarType.Float32, new Device(DeviceType.META));

        // The decoder computes with some of its weights when it is made, so it gets memory, which is not touched otherwise.
        using InitialWeights unset = InitialWeights.Unset();
        return new ModuleParameters(
            Count(CreateVision(options.Vision, meta)),
            options.QFormer.Enabled
                ? Count(new QFormerSceneEncoder(
                    options.QFormer, options.Vision.HiddenSize, options.Language.HiddenSize, options.Range, meta, CameraChannels.All.Length))
                : 0,
            options.Language.Enabled ? Count(new LlamaLanguageModel(options.Language with { Weights = LanguageWeights.Float }, meta, options.Language.VocabSize > 0 ? s_anyPrompt : null)) : 0,
            Count(new MapQueries(options.Queries, options.Language.HiddenSize, meta)),
            Count(CreateDecoder(options, unset)));
    }

    private static nn.Module CreateVision(VisionOptions options, InitialWeights weights) =>
        options.Kind == VisionKind.Clip ? new ClipVisionTransformer(options, weights) : new VisionTransformer(options, weights);

    private static nn.Module CreateDecoder(MapDetOptions options, InitialWeights weights) => options.Decoder.Kind == DecoderKind.Refinement
        ? new RefinementMapDecoder(options.Decoder, options.Queries, options.Language.HiddenSize, weights)
        : new SamplingMapDecoder(
            options.Decoder, options.Queries, options.Range, options.Language.HiddenSize, options.Vision.HiddenSize, options.Vision.PatchSize, weights);

    private static long Count(nn.Module module)
    {
        using (module)
        {
            return module.parameters().Sum(parameter => parameter.numel());
        }
    }
}
