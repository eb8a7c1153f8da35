using MapDet.Core.Contracts;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Vision;
using MapDet.Core.Vision.Clip;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Vision.Clip;

public sealed class ClipVisionTransformerTests : IDisposable
{
    private static readonly VisionOptions s_options = new()
    {
        Kind = VisionKind.Clip,
        HiddenSize = 40,
        NumHiddenLayers = 3,
        NumAttentionHeads = 4,
        IntermediateSize = 80,
        PatchSize = 14,
        ImageHeight = 28,
        ImageWidth = 28,
        LayerNormEps = 1e-5,
    };

    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly ModelFixture _fixture = new("clip_vision");
    private readonly InitialWeights _weights = InitialWeights.FromSeed(1);
    private readonly ClipVisionTransformer _tower;

    public ClipVisionTransformerTests()
    {
        _tower = new ClipVisionTransformer(s_options, _weights);
        _fixture.Load(_tower, "vision_model.");
    }

    public void Dispose()
    {
        _tower.Dispose();
        _weights.Dispose();
        _fixture.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Image_tokens_are_the_states_before_the_last_layer_as_LLaVA_takes_them()
    {
        ImageTokens tokens = _tower.Encode(_fixture["io.input.pixel_values"].unsqueeze(0));

        _fixture.AssertClose("io.output.llava_features", tokens.Tokens[0]);
        Assert.Equal([1, 2, 40], tokens.ClassTokens!.shape);
        Assert.Equal((2, 2, 28, 28), (tokens.Rows, tokens.Columns, tokens.ImageHeight, tokens.ImageWidth));
    }

    [Fact]
    public void The_rest_of_the_encoder_equals_CLIP()
    {
        (torch.Tensor last, torch.Tensor pooled) = _tower.Finish(_tower.call(_fixture["io.input.pixel_values"]));

        _fixture.AssertClose("io.output.last_hidden_state", last);
        _fixture.AssertClose("io.output.pooler_output", pooled);
    }

    [Fact]
    public void Positions_are_interpolated_for_pictures_of_another_size()
    {
        using torch.Tensor pictures = torch.zeros([1, 6, 3, 42, 70]);

        ImageTokens tokens = _tower.Encode(pictures);

        Assert.Equal([1, 6, 15, 40], tokens.Tokens.shape);
        Assert.True((tokens.Tokens[0, 0, 0] - tokens.Tokens[0, 0, 14]).abs().max().item<float>() > 1e-3f);
    }

    [Fact]
    public void Options_of_another_tower_are_refused() =>
        Assert.Throws<ArgumentException>(() => new ClipVisionTransformer(s_options with { Kind = VisionKind.Blip2 }, _weights));
}
