using MapDet.Core.Contracts;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Vision;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Vision;

public sealed class VisionTransformerTests
{
    private static readonly VisionOptions s_options = new()
    {
        HiddenSize = 40,
        NumHiddenLayers = 3,
        NumAttentionHeads = 4,
        IntermediateSize = 72,
        PatchSize = 14,
        ImageHeight = 28,
        ImageWidth = 28,
    };

    [Theory]
    [InlineData("28x28")]
    [InlineData("42x70")]
    [InlineData("56x56")]
    public void The_tower_equals_BLIP_2_at_every_image_size(string size)
    {
        using ModelFixture fixture = new("blip2_vision");
        using InitialWeights weights = InitialWeights.FromSeed(1);
        using VisionTransformer tower = new(s_options, weights);
        fixture.Load(tower, "vision_model.");

        torch.Tensor output = tower.call(fixture[$"io.{size}.input.pixel_values"]);

        fixture.AssertClose($"io.{size}.output.last_hidden_state", output);
    }

    [Fact]
    public void Image_tokens_are_the_patches_of_each_camera_and_the_class_token_stands_apart()
    {
        using ModelFixture fixture = new("blip2_vision");
        using InitialWeights weights = InitialWeights.FromSeed(1);
        using VisionTransformer tower = new(s_options, weights);
        fixture.Load(tower, "vision_model.");
        torch.Tensor expected = fixture["io.42x70.output.last_hidden_state"];

        ImageTokens tokens = tower.Encode(fixture["io.42x70.input.pixel_values"].unsqueeze(0));

        Assert.Equal((3, 5, 42, 70), (tokens.Rows, tokens.Columns, tokens.ImageHeight, tokens.ImageWidth));
        Assert.Equal([1, 2, 15, 40], tokens.Tokens.shape);
        Assert.True(torch.allclose(expected.narrow(1, 1, 15), tokens.Tokens[0], atol: 1e-4));
        Assert.True(torch.allclose(expected.select(1, 0), tokens.ClassTokens![0], atol: 1e-4));
    }

    [Fact]
    public void Images_that_do_not_consist_of_whole_patches_are_refused()
    {
        using InitialWeights weights = InitialWeights.FromSeed(1);
        using VisionTransformer tower = new(s_options, weights);
        using torch.Tensor image = torch.zeros(1, 3, 28, 30);

        Assert.Throws<ArgumentException>(() => tower.call(image));
    }
}
