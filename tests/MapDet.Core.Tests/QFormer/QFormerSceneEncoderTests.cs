using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.QFormer;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.QFormer;

public sealed class QFormerSceneEncoderTests
{
    [Fact]
    public void A_pretrained_Q_Former_computes_what_it_was_trained_to_for_every_camera()
    {
        using ModelFixture fixture = new("blip2_qformer");
        using InitialWeights weights = InitialWeights.FromSeed(1);
        using QFormerSceneEncoder encoder = new(
            new QFormerOptions
            {
                HiddenSize = 48,
                NumHiddenLayers = 4,
                NumAttentionHeads = 4,
                IntermediateSize = 96,
                NumQueryTokens = 8,
                AttendToClassToken = false,
            },
            40,
            24,
            PerceptionRange.Default,
            weights,
            cameras: 2);
        encoder.eval();
        fixture.Load(encoder, mayBeMissing: name => name.StartsWith("camera_", StringComparison.Ordinal));
        ImageTokens images = new(fixture["io.input.encoder_hidden_states"].unsqueeze(0), 1, 11, 16, 176);

        torch.Tensor scene = encoder.Encode(images, RigTensors.Projections(1, 176, 16).narrow(1, 0, 2));

        torch.Tensor expected = torch.nn.functional.linear(
            fixture["io.output.last_hidden_state"], fixture["language_projection.weight"], fixture["language_projection.bias"]);
        Assert.Equal([1, 16, 24], scene.shape);
        Assert.True(torch.allclose(expected.view(1, 16, 24), scene, atol: 1e-4));
    }

    [Fact]
    public void Another_number_of_cameras_is_refused()
    {
        using InitialWeights weights = InitialWeights.FromSeed(1);
        using QFormerSceneEncoder encoder = new(
            new QFormerOptions { HiddenSize = 16, NumHiddenLayers = 1, NumAttentionHeads = 2, IntermediateSize = 16, NumQueryTokens = 2 },
            8,
            8,
            PerceptionRange.Default,
            weights);
        ImageTokens images = new(torch.zeros(1, 5, 4, 8), 2, 2, 32, 32);

        Assert.Throws<ArgumentException>(() => encoder.Encode(images, RigTensors.Projections(1, 32, 32)));
    }
}
