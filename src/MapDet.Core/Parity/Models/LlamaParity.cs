using MapDet.Core.Language;
using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Parity.Models;

/// <summary>The language model: causal and with a given mask, from embeddings and from token ids, and its rotary tables.</summary>
public sealed class LlamaParity() : ModelParity("llama")
{
    private const string Head = "lm_head.weight";

    private protected override IEnumerable<ParityResult> Run(ModelFixture fixture, CancellationToken cancellationToken)
    {
        LanguageOptions options = LanguageConfiguration.Read(fixture.Config, new LanguageOptions());
        using InitialWeights weights = InitialWeights.Unset();
        using LlamaModel model = new(options, weights);
        fixture.Load(model, "model.", name => name == Head);
        torch.Tensor head = fixture.File.Floats(
            fixture.File.Tensors.Contains(Head) ? Head : "model.embed_tokens.weight", options.VocabSize, options.HiddenSize);
        return fixture.Between("io.", ".input.inputs_embeds").SelectMany(name => CompareEmbeddings(fixture, model, name, head, options.HiddenSize))
            .Concat(fixture.Between("io.", ".input.input_ids").SelectMany(name => CompareIds(fixture, model, name, head, options.VocabSize)))
            .Concat(fixture.Between("io.rope.output.cos_", "").SelectMany(width => CompareRotary(fixture, width, options.RopeTheta)))
            .ToArray();
    }

    private static IEnumerable<ParityResult> CompareEmbeddings(ModelFixture fixture, LlamaModel model, string name, torch.Tensor head, int width)
    {
        torch.Tensor embeddings = fixture.File.Floats($"io.{name}.input.inputs_embeds", -1, -1, width).requires_grad_();
        torch.Tensor output = model.Run(embeddings, Mask(fixture, name, embeddings.shape[1]));
        Backward(output, fixture.File.Floats($"io.{name}.g.last_hidden_state", output.shape));
        return
        [
            .. fixture.Compare($"io.{name}.output.last_hidden_state", output),
            .. fixture.Compare($"io.{name}.output.logits", torch.nn.functional.linear(output, head)),
            .. fixture.Compare($"io.{name}.grad.inputs_embeds", embeddings.grad),
        ];
    }

    private static IEnumerable<ParityResult> CompareIds(ModelFixture fixture, LlamaModel model, string name, torch.Tensor head, int vocabulary)
    {
        torch.Tensor ids = fixture.File.Integers($"io.{name}.input.input_ids", -1, -1);
        torch.Tensor flat = ids.flatten();
        for (long i = 0; i < flat.shape[0]; i++)
        {
            fixture.File.Index(flat, i, $"io.{name}.input.input_ids", vocabulary);
        }

        torch.Tensor output = model.Run(model.Embed(ids), Mask(fixture, name, ids.shape[1]));
        return fixture.Compare($"io.{name}.output.logits", torch.nn.functional.linear(output, head));
    }

    private static IEnumerable<ParityResult> CompareRotary(ModelFixture fixture, string width, double theta)
    {
        torch.Tensor positions = fixture.File.Integers("io.rope.input.positions", -1).to(torch.float32);
        int headWidth = (int)fixture.File.Tensors.Info($"io.rope.output.cos_{width}").Shape[^1];
        RotaryTable table = RotaryTable.Create(positions, headWidth, theta);
        return
        [
            .. fixture.Compare($"io.rope.output.cos_{width}", table.Cos.squeeze(1).repeat(1, 2)),
            .. fixture.Compare($"io.rope.output.sin_{width}", table.Sin.squeeze(1).repeat(1, 2)),
        ];
    }

    /// <summary>The file's mask, or a causal one.</summary>
    private static torch.Tensor Mask(ModelFixture fixture, string name, long length) =>
        fixture.File.Tensors.Contains($"io.{name}.input.allowed")
            ? fixture.File.Floats($"io.{name}.input.allowed", length, length).IsAbove(0)
            : TensorArithmetic.Filled([length, length], 1).tril().IsAbove(0);
}
