using MapDet.Core.Weights;

namespace MapDet.Core.Vision;

/// <summary>Reads the shape of a vision tower from the configuration of a checkpoint.</summary>
/// <remarks>Source: <c>Blip2VisionConfig</c> and <c>CLIPVisionConfig</c> of Hugging Face transformers, whose defaults a file may leave out.</remarks>
public static class VisionConfiguration
{
    /// <summary>Reads the configuration of BLIP-2's or CLIP's image encoder, alone or as <c>vision_config</c> of the whole model.</summary>
    /// <exception cref="InvalidInputException">It describes something else, or a shape that can't be built.</exception>
    public static VisionOptions Read(ModelConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ModelConfiguration vision = configuration.Has("vision_config") ? configuration.Section("vision_config") : configuration;
        return Kind(vision, configuration) == VisionKind.Clip ? ReadClip(vision) : ReadBlip2(vision);
    }

    /// <summary>Reads the settings of BLIP-2's image encoder.</summary>
    /// <exception cref="InvalidInputException">They can't be built.</exception>
    public static VisionOptions ReadBlip2(ModelConfiguration vision)
    {
        ArgumentNullException.ThrowIfNull(vision);
        vision.Require("hidden_act", "gelu");
        return Checked(vision, new VisionOptions
        {
            Kind = VisionKind.Blip2,
            HiddenSize = vision.WholeNumber("hidden_size", 1408),
            NumHiddenLayers = vision.WholeNumber("num_hidden_layers", 39),
            NumAttentionHeads = vision.WholeNumber("num_attention_heads", 16),
            IntermediateSize = vision.WholeNumber("intermediate_size", 6144),
            PatchSize = vision.WholeNumber("patch_size", 14),
            ImageHeight = vision.WholeNumber("image_size", 224),
            ImageWidth = vision.WholeNumber("image_size", 224),
            LayerNormEps = vision.Number("layer_norm_eps", 1e-6),
        });
    }

    /// <summary>Reads the settings of CLIP's image encoder.</summary>
    /// <exception cref="InvalidInputException">They can't be built.</exception>
    public static VisionOptions ReadClip(ModelConfiguration vision)
    {
        ArgumentNullException.ThrowIfNull(vision);
        vision.Require("hidden_act", "quick_gelu");
        return Checked(vision, new VisionOptions
        {
            Kind = VisionKind.Clip,
            HiddenSize = vision.WholeNumber("hidden_size", 768),
            NumHiddenLayers = vision.WholeNumber("num_hidden_layers", 12),
            NumAttentionHeads = vision.WholeNumber("num_attention_heads", 12),
            IntermediateSize = vision.WholeNumber("intermediate_size", 3072),
            PatchSize = vision.WholeNumber("patch_size", 32),
            ImageHeight = vision.WholeNumber("image_size", 224),
            ImageWidth = vision.WholeNumber("image_size", 224),
            LayerNormEps = vision.Number("layer_norm_eps", 1e-5),
        });
    }

    private static VisionKind Kind(ModelConfiguration vision, ModelConfiguration whole)
    {
        string type = vision.Has("model_type") ? vision.Text("model_type") : whole.Text("model_type");
        return type switch
        {
            "blip_2_vision_model" or "blip-2" => VisionKind.Blip2,
            "clip_vision_model" or "clip" => VisionKind.Clip,
            _ => throw vision.Bad($"is '{type}'; a vision tower is 'blip_2_vision_model' or 'clip_vision_model'", "model_type"),
        };
    }

    private static VisionOptions Checked(ModelConfiguration vision, VisionOptions options)
    {
        vision.Check(options);
        vision.CheckHeads(options.HiddenSize, options.NumAttentionHeads);
        vision.CheckHeads(options.ImageHeight, options.PatchSize, "patch_size");
        return options;
    }
}
