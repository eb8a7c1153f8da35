using MapDet.Core.Language;
using MapDet.Core.Weights;

namespace MapDet.Core.Tests.Language;

public sealed class LanguageConfigurationTests
{
    /// <summary>As in the configuration of lmsys/vicuna-7b-v1.5, which leaves out the number of key and value heads and the rotary base.</summary>
    private const string Vicuna = """
        {"architectures": ["LlamaForCausalLM"], "hidden_act": "silu", "hidden_size": 4096, "intermediate_size": 11008, "max_position_embeddings": 4096,
         "model_type": "llama", "num_attention_heads": 32, "num_hidden_layers": 32, "rms_norm_eps": 1e-05, "rope_scaling": null, "vocab_size": 32000}
        """;

    [Fact]
    public void Vicuna_is_what_the_default_options_describe() =>
        Assert.Equal(new LanguageOptions(), Read(Vicuna));

    [Fact]
    public void Key_and_value_heads_are_read_where_they_are_fewer() =>
        Assert.Equal(8, Read(Vicuna.Replace("\"vocab_size\"", "\"num_key_value_heads\": 8, \"vocab_size\"", StringComparison.Ordinal)).NumKeyValueHeads);

    [Theory]
    [InlineData("\"rope_scaling\": null", "\"rope_scaling\": {\"type\": \"linear\"}", "rope_scaling")]
    [InlineData("\"model_type\": \"llama\"", "\"model_type\": \"opt\"", "model_type")]
    [InlineData("\"hidden_act\": \"silu\"", "\"hidden_act\": \"gelu\"", "hidden_act")]
    [InlineData("\"num_attention_heads\": 32", "\"num_attention_heads\": 33", "num_attention_heads")]
    [InlineData("\"hidden_size\": 4096", "\"hidden_size\": \"wide\"", "hidden_size")]
    [InlineData("\"hidden_size\": 4096", "\"hidden_size\": -1", "HiddenSize")]
    [InlineData("\"vocab_size\"", "\"attention_bias\": true, \"vocab_size\"", "attention_bias")]
    [InlineData("\"vocab_size\"", "\"head_dim\": 64, \"vocab_size\"", "head_dim")]
    public void What_the_decoder_does_not_compute_is_refused_by_name(string from, string to, string field)
    {
        InvalidInputException e = Assert.Throws<InvalidInputException>(() => Read(Vicuna.Replace(from, to, StringComparison.Ordinal)));

        Assert.Equal(field, e.Field);
        Assert.Equal("config.json", e.File);
    }

    private static LanguageOptions Read(string json) =>
        LanguageConfiguration.Read(ModelConfiguration.Parse("config.json", null, json), new LanguageOptions());
}
