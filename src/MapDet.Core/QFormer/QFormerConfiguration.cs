using MapDet.Core.Weights;

namespace MapDet.Core.QFormer;

/// <summary>Reads the shape of a Q-Former from the configuration of a checkpoint.</summary>
/// <remarks>Source: <c>Blip2QFormerConfig</c> and <c>Blip2Config</c> of Hugging Face transformers, whose defaults a file may leave out.</remarks>
public static class QFormerConfiguration
{
    /// <summary>Reads the configuration of a whole BLIP-2 model.</summary>
    /// <param name="configuration">The model's.</param>
    /// <param name="options">What the checkpoint says nothing of: dropout, camera geometry.</param>
    /// <exception cref="InvalidInputException">It has no Q-Former, or one that can't be built.</exception>
    public static QFormerOptions Read(ModelConfiguration configuration, QFormerOptions options)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return ReadQFormer(configuration.Section("qformer_config"), options) with { NumQueryTokens = configuration.WholeNumber("num_query_tokens", 32) };
    }

    /// <summary>Reads the settings of the Q-Former itself.</summary>
    /// <param name="qFormer">The settings.</param>
    /// <param name="options">What they say nothing of.</param>
    /// <exception cref="InvalidInputException">They can't be built.</exception>
    public static QFormerOptions ReadQFormer(ModelConfiguration qFormer, QFormerOptions options)
    {
        ArgumentNullException.ThrowIfNull(qFormer);
        ArgumentNullException.ThrowIfNull(options);
        qFormer.Require("hidden_act", "gelu");
        QFormerOptions read = options with
        {
            HiddenSize = qFormer.WholeNumber("hidden_size", 768),
            NumHiddenLayers = qFormer.WholeNumber("num_hidden_layers", 12),
            NumAttentionHeads = qFormer.WholeNumber("num_attention_heads", 12),
            IntermediateSize = qFormer.WholeNumber("intermediate_size", 3072),
            CrossAttentionFrequency = qFormer.WholeNumber("cross_attention_frequency", 2),
            NumQueryTokens = qFormer.WholeNumber("num_query_tokens", options.NumQueryTokens),
            LayerNormEps = qFormer.Number("layer_norm_eps", 1e-12),
        };
        qFormer.Check(read);
        qFormer.CheckHeads(read.HiddenSize, read.NumAttentionHeads);
        return read;
    }

    /// <summary>The width of the image tokens that the Q-Former was trained for.</summary>
    /// <param name="qFormer">The settings of the Q-Former itself.</param>
    public static int EncoderWidth(ModelConfiguration qFormer)
    {
        ArgumentNullException.ThrowIfNull(qFormer);
        return qFormer.WholeNumber("encoder_hidden_size", 1408);
    }
}
