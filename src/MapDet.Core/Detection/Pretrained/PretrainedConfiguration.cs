using MapDet.Core.Language;
using MapDet.Core.QFormer;
using MapDet.Core.Vision;
using MapDet.Core.Weights;

namespace MapDet.Core.Detection.Pretrained;

/// <summary>Fits a model's options to the checkpoints that its parts come from.</summary>
public static class PretrainedConfiguration
{
    /// <summary>Takes the shapes of all pretrained parts from their checkpoints' <c>config.json</c>.</summary>
    /// <param name="options">The model; what no checkpoint says stays.</param>
    /// <exception cref="InvalidInputException">A configuration is missing, damaged or of another architecture, or two checkpoints do not fit together.</exception>
    public static MapDetOptions Apply(MapDetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        PretrainedOptions pretrained = options.Pretrained;
        MapDetOptions fitted = options;
        if (pretrained.Language is { } language)
        {
            fitted = fitted with { Language = LanguageConfiguration.Read(ModelConfiguration.Read(language), options.Language) };
        }

        if (pretrained.Vision is { } vision)
        {
            fitted = fitted with { Vision = VisionConfiguration.Read(ModelConfiguration.Read(vision)) };
        }

        if (pretrained.QFormer is { } qFormer)
        {
            ModelConfiguration configuration = ModelConfiguration.Read(qFormer);
            fitted = fitted with { QFormer = QFormerConfiguration.Read(configuration, options.QFormer with { StartsFromPretrained = true }) };
            CheckWidth(configuration.Section("qformer_config"), fitted.Vision);
        }

        return pretrained.Map is { } map ? OriginalMapWeights.Fit(fitted, map) : fitted;
    }

    private static void CheckWidth(ModelConfiguration qFormer, VisionOptions vision)
    {
        int width = QFormerConfiguration.EncoderWidth(qFormer);
        if (width != vision.HiddenSize)
        {
            throw qFormer.Bad($"the Q-Former reads image tokens {width} wide, the vision tower makes them {vision.HiddenSize} wide", "encoder_hidden_size");
        }
    }
}
