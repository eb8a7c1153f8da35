using MapDet.Core.Vision;
using MapDet.Core.Weights;

namespace MapDet.Core.Tests.Vision;

public sealed class VisionConfigurationTests
{
    [Fact]
    public void BLIP_2_may_leave_out_its_defaults() =>
        Assert.Equal(new VisionOptions(), Read("""{"model_type": "blip-2", "vision_config": {"model_type": "blip_2_vision_model"}}"""));

    [Fact]
    public void The_CLIP_tower_of_LLaVA_is_read_from_the_configuration_of_the_whole_model()
    {
        VisionOptions options = Read("""
            {"model_type": "clip", "vision_config": {"hidden_size": 1024, "image_size": 336, "intermediate_size": 4096, "model_type": "clip_vision_model",
             "num_attention_heads": 16, "num_hidden_layers": 24, "patch_size": 14}}
            """);

        Assert.Equal(
            new VisionOptions
            {
                Kind = VisionKind.Clip,
                HiddenSize = 1024,
                NumHiddenLayers = 24,
                NumAttentionHeads = 16,
                IntermediateSize = 4096,
                PatchSize = 14,
                ImageHeight = 336,
                ImageWidth = 336,
                LayerNormEps = 1e-5,
            },
            options);
    }

    [Theory]
    [InlineData("""{"model_type": "dinov2"}""", "model_type")]
    [InlineData("""{"model_type": "\ud800"}""", "model_type")]
    [InlineData("""{"hidden_size": 8}""", "model_type")]
    [InlineData("""{"model_type": "clip_vision_model", "hidden_act": "gelu"}""", "hidden_act")]
    [InlineData("""{"model_type": "clip_vision_model", "patch_size": 15}""", "patch_size")]
    [InlineData("""{"model_type": "clip_vision_model", "patch_size": 0}""", "PatchSize")]
    [InlineData("""{"model_type": "blip_2_vision_model", "num_attention_heads": 0}""", "NumAttentionHeads")]
    public void Other_towers_and_impossible_shapes_are_refused_by_name(string json, string field) =>
        Assert.Equal(field, Assert.Throws<InvalidInputException>(() => Read(json)).Field);

    private static VisionOptions Read(string json) => VisionConfiguration.Read(ModelConfiguration.Parse("config.json", null, json));
}
