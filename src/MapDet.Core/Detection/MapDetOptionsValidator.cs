using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MapDet.Core.Decoding;
using MapDet.Core.Vision;

namespace MapDet.Core.Detection;

/// <summary>Checks that options lie in their ranges and fit together.</summary>
public static class MapDetOptionsValidator
{
    /// <summary>Finds what is wrong.</summary>
    /// <param name="options">What to check.</param>
    /// <returns>One message a fault, each beginning with the setting; empty if all is well.</returns>
    public static IReadOnlyList<string> FindFaults(MapDetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] ranges =
        [
            .. CheckRanges("", options),
            .. CheckRanges("Images.", options.Images),
            .. CheckRanges("Vision.", options.Vision),
            .. CheckRanges("QFormer.", options.QFormer),
            .. CheckRanges("Language.", options.Language),
            .. CheckRanges("Queries.", options.Queries),
            .. CheckRanges("Decoder.", options.Decoder),
            .. CheckRanges("Decoder.GroundView.", options.Decoder.GroundView),
            .. CheckRanges("Decoder.Refinement.", options.Decoder.Refinement),
            .. CheckRanges("Criterion.", options.Criterion),
            .. CheckRanges("Criterion.OneToMany.", options.Criterion.OneToMany),
            .. CheckRanges("Criterion.Original.", options.Criterion.Original),
        ];
        return ranges.Length > 0 ? ranges : [.. CheckFit(options)];
    }

    /// <summary>Throws where <see cref="FindFaults"/> finds something.</summary>
    /// <param name="options">What to check.</param>
    /// <exception cref="MapDetException">The options do not fit together; the message names the settings.</exception>
    public static void Validate(MapDetOptions options)
    {
        IReadOnlyList<string> faults = FindFaults(options);
        if (faults.Count > 0)
        {
            throw new MapDetException(string.Join(Environment.NewLine, faults));
        }
    }

    /// <summary>Refuses a model that can't be built without a checkpoint which the options do not name.</summary>
    /// <param name="options">What to check.</param>
    /// <exception cref="MapDetException">One is missing.</exception>
    public static void RequireCheckpoints(MapDetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Language is { Enabled: true, VocabSize: > 0 } && options.Pretrained.Language is null)
        {
            throw new MapDetException(
                $"Pretrained.Language: a language model with {options.Language.VocabSize} tokens (preset '{options.Preset}') needs the folder of a checkpoint "
                + $"with tokenizer and weights; the presets '{ModelPresets.Tiny}' and '{ModelPresets.Small}' need none.");
        }
    }

    private static IEnumerable<string> CheckRanges(string prefix, object part)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(part, new ValidationContext(part), results, validateAllProperties: true);
        return results.Select(r => $"{prefix}{r.MemberNames.FirstOrDefault()}: {r.ErrorMessage}");
    }

    private static IEnumerable<string> CheckFit(MapDetOptions options)
    {
        if (options.Range.Width <= 0 || options.Range.Length <= 0)
        {
            yield return "Range: the minimum must be less than the maximum in x and y.";
        }

        IEnumerable<(string Setting, int Value, string DividedSetting, int Divided)> divisors =
        [
            ("Vision.NumAttentionHeads", options.Vision.NumAttentionHeads, "Vision.HiddenSize", options.Vision.HiddenSize),
            ("QFormer.NumAttentionHeads", options.QFormer.NumAttentionHeads, "QFormer.HiddenSize", options.QFormer.HiddenSize),
            ("Language.NumAttentionHeads", 2 * options.Language.NumAttentionHeads, "Language.HiddenSize", options.Language.HiddenSize),
            ("Language.NumKeyValueHeads", options.Language.NumKeyValueHeads, "Language.NumAttentionHeads", options.Language.NumAttentionHeads),
            ("Decoder.NumAttentionHeads", options.Decoder.NumAttentionHeads, "Decoder.HiddenSize", options.Decoder.HiddenSize),
            ("Decoder.SamplingStride", options.Decoder.SamplingStride, "Vision.PatchSize", options.Vision.PatchSize),
            ("Vision.PatchSize", options.Vision.PatchSize, "Images.Width", options.Images.Width),
            ("Vision.PatchSize", options.Vision.PatchSize, "Images.Height - Images.CropTop", options.Images.OutputHeight),
            ("Vision.PatchSize", options.Vision.PatchSize, "Vision.ImageWidth", options.Vision.ImageWidth),
            ("Vision.PatchSize", options.Vision.PatchSize, "Vision.ImageHeight", options.Vision.ImageHeight),
        ];
        foreach ((string setting, int value, string dividedSetting, int divided) in divisors)
        {
            if (divided < value || divided % value != 0)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{setting}: {dividedSetting} ({divided}) is no multiple of {value}.");
            }
        }

        if (options.Vision.Kind == VisionKind.Clip && options.Vision.NumHiddenLayers < 2)
        {
            yield return "Vision.NumHiddenLayers: CLIP's last layer is not used, so its tower needs two or more.";
        }

        if (options.Decoder.Refinement.InstanceReductionSizes.Any(size => size < 1))
        {
            yield return "Decoder.Refinement.InstanceReductionSizes: every width must be at least 1.";
        }

        if (options.QFormer.Enabled && !options.Language.Enabled && !(options.Decoder.Kind == DecoderKind.Sampling && options.Decoder.SceneAttention))
        {
            yield return "QFormer.Enabled: without a language model nothing reads the scene tokens; switch the Q-Former off or Decoder.SceneAttention on.";
        }

        if (options.Language.VocabSize == 0 && options.Language.FixedPromptLength == 0)
        {
            yield return "Language.FixedPromptLength: a model without a vocabulary needs fixed prompt embeddings.";
        }
    }
}
