using MapDet.Core.QFormer;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Parity.Models;

/// <summary>The Q-Former with the gradients of queries, image tokens and some weights.</summary>
public sealed class QFormerParity() : ModelParity("blip2_qformer")
{
    private const string Prefix = "qformer.";

    private protected override IEnumerable<ParityResult> Run(ModelFixture fixture, CancellationToken cancellationToken)
    {
        QFormerOptions options = QFormerConfiguration.ReadQFormer(fixture.Config, new QFormerOptions());
        int encoderWidth = QFormerConfiguration.EncoderWidth(fixture.Config);
        using InitialWeights weights = InitialWeights.Unset();
        using QFormerModel model = new(options, encoderWidth, weights);
        model.eval();
        fixture.Load(model, Prefix, name => name == "query_tokens" || name.StartsWith("language_projection.", StringComparison.Ordinal));
        torch.Tensor queries = fixture.File.Floats("query_tokens", 1, options.NumQueryTokens, options.HiddenSize).requires_grad_();
        torch.Tensor images = fixture.File.Floats("io.input.encoder_hidden_states", -1, -1, encoderWidth).requires_grad_();
        torch.Tensor output = model.call(queries.expand(images.shape[0], -1, -1), images);
        Backward(output, fixture.File.Floats("io.g.last_hidden_state", output.shape));
        Dictionary<string, torch.Tensor?> gradients = model.named_parameters().ToDictionary(p => Prefix + p.name, p => p.parameter.grad);
        return
        [
            .. fixture.Compare("io.output.last_hidden_state", output),
            .. fixture.Compare("io.grad.query_tokens", queries.grad),
            .. fixture.Compare("io.grad.encoder_hidden_states", images.grad),
            .. fixture.Between("io.grad.", "").Where(gradients.ContainsKey).SelectMany(name => fixture.Compare("io.grad." + name, gradients[name])),
        ];
    }
}
