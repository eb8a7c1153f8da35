using MapDet.Core.QFormer;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.QFormer;

public sealed class QFormerModelTests
{
    [Fact]
    public void Outputs_and_gradients_equal_BLIP_2()
    {
        using ModelFixture fixture = new("blip2_qformer");
        using InitialWeights weights = InitialWeights.FromSeed(1);
        using QFormerModel model = new(
            new QFormerOptions
            {
                HiddenSize = 48,
                NumHiddenLayers = 4,
                NumAttentionHeads = 4,
                IntermediateSize = 96,
                CrossAttentionFrequency = 2,
                NumQueryTokens = 8,
            },
            40,
            weights);
        model.eval();
        fixture.Load(
            model,
            "qformer.",
            mayBeLeftOver: name => name == "query_tokens" || name.StartsWith("language_projection.", StringComparison.Ordinal));
        torch.Tensor queries = fixture["query_tokens"].requires_grad_();
        torch.Tensor images = fixture["io.input.encoder_hidden_states"].requires_grad_();

        torch.Tensor output = model.call(queries.expand(2, -1, -1), images);
        (output * fixture["io.g.last_hidden_state"]).sum().backward();

        fixture.AssertClose("io.output.last_hidden_state", output);
        fixture.AssertClose("io.grad.query_tokens", queries.grad);
        fixture.AssertClose("io.grad.encoder_hidden_states", images.grad);
        Assert.All(
            model.named_parameters().Where(p => TrackedGradients.Contains(p.name)),
            p => fixture.AssertClose("io.grad.qformer." + p.name, p.parameter.grad));
    }

    private static readonly string[] TrackedGradients =
    [
        "encoder.layer.0.crossattention.attention.key.weight",
        "encoder.layer.1.intermediate_query.dense.weight",
        "encoder.layer.3.attention.attention.value.bias",
        "layernorm.weight",
    ];
}
