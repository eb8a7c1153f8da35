using MapDet.Core.Weights;

namespace MapDet.Core.Language;

/// <summary>Reads the shape of a LLaMA decoder from the configuration of a checkpoint.</summary>
/// <remarks>Source: <c>LlamaConfig</c> of Hugging Face transformers, whose defaults a file may leave out.</remarks>
public static class LanguageConfiguration
{
    private const string Llama = "llama";

    /// <summary>Reads the configuration of a checkpoint.</summary>
    /// <param name="configuration">The checkpoint's.</param>
    /// <param name="options">What it says nothing of: the prompt.</param>
    /// <exception cref="InvalidInputException">It is of another architecture, or of a shape that can't be built.</exception>
    public static LanguageOptions Read(ModelConfiguration configuration, LanguageOptions options)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(options);
        configuration.Require("model_type", Llama);
        configuration.Require("hidden_act", "silu");
        configuration.Require("attention_bias", bool.FalseString);
        configuration.Require("mlp_bias", bool.FalseString);
        if (configuration.Has("rope_scaling"))
        {
            throw configuration.Bad("scaled rotary embeddings are not supported", "rope_scaling");
        }

        int heads = configuration.WholeNumber("num_attention_heads", 32);
        LanguageOptions read = options with
        {
            HiddenSize = configuration.WholeNumber("hidden_size", 4096),
            NumHiddenLayers = configuration.WholeNumber("num_hidden_layers", 32),
            NumAttentionHeads = heads,
            NumKeyValueHeads = configuration.WholeNumber("num_key_value_heads", heads),
            IntermediateSize = configuration.WholeNumber("intermediate_size", 11008),
            RmsNormEps = configuration.Number("rms_norm_eps", 1e-6),
            RopeTheta = configuration.Number("rope_theta", 10000),
            VocabSize = configuration.WholeNumber("vocab_size", 32000),
            FixedPromptLength = 0,
        };
        configuration.Check(read);
        configuration.CheckHeads(read.HiddenSize, 2 * read.NumAttentionHeads);
        configuration.CheckHeads(read.NumAttentionHeads, read.NumKeyValueHeads, "num_key_value_heads");
        if (configuration.WholeNumber("head_dim", read.HiddenSize / heads) != read.HiddenSize / heads)
        {
            throw configuration.Bad("must be hidden_size / num_attention_heads", "head_dim");
        }

        return read;
    }
}
