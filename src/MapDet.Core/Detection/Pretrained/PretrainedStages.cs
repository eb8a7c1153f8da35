using MapDet.Core.Contracts;
using MapDet.Core.Decoding.Refinement;
using MapDet.Core.Language.Quantization;
using MapDet.Core.Queries;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Detection.Pretrained;

/// <summary>Fills stages from the checkpoints that the options name.</summary>
internal static class PretrainedStages
{
    private static readonly string[] s_besideVision = ["qformer.", "query_tokens", "language_", "text_", "visual_projection.", "logit_scale", "vision_model.embeddings.position_ids"];
    private static readonly string[] s_besideQFormer = ["vision_model.", "language_model.", "language_projection."];

    /// <summary>Fills a vision tower.</summary>
    /// <param name="tower">The tower.</param>
    /// <param name="context">Says where its weights are, and is told what was read.</param>
    /// <exception cref="InvalidInputException">The checkpoint is damaged, or a name or shape is not explained.</exception>
    public static void LoadVision(torch.nn.Module tower, StageContext context)
    {
        string folder = context.Options.Pretrained.Vision!;
        using IWeightSource source = CheckpointFolder.Open(folder);
        WeightLoadReport report = WeightLoader.Load(
            source, Named(tower, "vision_model."), mayBeLeftOver: name => StartsWithAny(name, s_besideVision), sharesPages: true);
        Report(context, PretrainedPart.VisionModel, folder, report);
    }

    /// <summary>Fills query tokens and Q-Former, and the projection where it leads to a language model of the same width.</summary>
    /// <param name="encoder">The scene encoder; camera embedding and camera geometry are its own.</param>
    /// <param name="context">Says where its weights are, and is told what was read.</param>
    /// <exception cref="InvalidInputException">The checkpoint is damaged, or a name or shape is not explained.</exception>
    public static void LoadQFormer(torch.nn.Module encoder, StageContext context)
    {
        const string Projection = "language_projection.";
        string folder = context.Options.Pretrained.QFormer!;
        using IWeightSource source = CheckpointFolder.Open(folder);
        bool projectionFits = source.Contains(Projection + "weight")
            && source.Info(Projection + "weight").Shape is [var width, _] && width == context.Options.Language.HiddenSize;
        NamedParameter[] targets = [.. Named(encoder, "").Where(p => projectionFits || !p.Name.StartsWith(Projection, StringComparison.Ordinal))];
        WeightLoadReport report = WeightLoader.Load(
            source,
            targets,
            mayBeMissing: name => name.StartsWith("camera_", StringComparison.Ordinal),
            mayBeLeftOver: name => StartsWithAny(name, s_besideQFormer));
        Report(context, PretrainedPart.QFormer, folder, report);
    }

    /// <summary>Fills a language model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="context">Says where its weights are, and is told what was read.</param>
    /// <exception cref="InvalidInputException">The checkpoint is damaged, or a name or shape is not explained.</exception>
    public static void LoadLanguage(torch.nn.Module model, StageContext context)
    {
        string folder = context.Options.Pretrained.Language!;
        using IWeightSource checkpoint = CheckpointFolder.Open(folder);
        using QuantizedWeightSource source = new(checkpoint, model);
        WeightLoadReport report = WeightLoader.Load(
            source,
            Named(model, ""),
            mayBeLeftOver: name => name == "lm_head.weight" || name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal),
            sharesPages: true);
        Report(context, PretrainedPart.LanguageModel, folder, report);
    }

    /// <summary>Fills map queries and decoder from a file of the original system.</summary>
    /// <param name="path">The file.</param>
    /// <param name="queries">The map queries.</param>
    /// <param name="decoder">The map decoder.</param>
    /// <exception cref="MapDetException">The decoder is none of the original system's.</exception>
    /// <exception cref="InvalidInputException">The file is damaged, or a name or shape does not fit.</exception>
    public static PretrainedPart LoadMap(string path, MapQueries queries, IMapDecoder decoder)
    {
        if (decoder is not RefinementMapDecoder refinement)
        {
            throw new MapDetException("Pretrained.Map: the original system's weights fit its own decoder only (Decoder.Kind refinement).");
        }

        WeightLoadReport report = OriginalMapWeights.Load(path, queries, refinement);
        return new PretrainedPart(PretrainedPart.Map, Path.GetFullPath(path), CheckpointFingerprint.Compute(path)) { Report = report.ToString() };
    }

    private static void Report(StageContext context, string part, string folder, WeightLoadReport report) => context.Loaded?.Invoke(
        new PretrainedPart(part, Path.GetFullPath(folder), CheckpointFingerprint.Compute(folder)) { Report = report.ToString() });

    private static IEnumerable<NamedParameter> Named(torch.nn.Module module, string prefix) =>
        module.named_parameters().Select(p => new NamedParameter(prefix + p.name, p.parameter))
            .Concat(module.named_buffers(include_nonpersistent: false).Select(b => new NamedParameter(prefix + b.name, b.buffer)));

    private static bool StartsWithAny(string name, IEnumerable<string> beginnings) => beginnings.Any(b => name.StartsWith(b, StringComparison.Ordinal));
}
