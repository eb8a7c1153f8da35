using MapDet.Core.Language;
using MapDet.Core.Language.Attention;
using MapDet.Core.Queries;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Language;

public sealed class TextPrefixTests : IDisposable
{
    private const int Text = 5;
    private const int Scene = 7;
    private static readonly MapQueryOptions s_queries = new() { NumInstances = 3, NumPoints = 4 };
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Generator _generator = new torch.Generator().manual_seed(11);

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(4, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public void What_follows_a_text_that_was_read_before_has_the_states_and_gradients_of_the_whole(int keyHeads, bool usesStructure)
    {
        using LlamaModel model = Create(keyHeads);
        MapAttention attention = MapAttention.Create(Text + Scene, s_queries);
        torch.Tensor text = Draw(Text, 64);
        torch.Tensor rest = Draw(2, attention.Length - Text, 64);
        torch.Tensor weights = Draw(2, attention.Length - Text, 64);

        torch.Tensor whole = rest.clone().requires_grad_();
        torch.Tensor all = torch.cat([text.unsqueeze(0).expand(2, -1, -1), whole], 1);
        torch.Tensor expected = (usesStructure ? model.Run(all, attention) : model.Run(all, attention.Allowed)).narrow(1, Text, rest.shape[1]);
        (expected * weights).sum().backward();

        torch.Tensor part = rest.clone().requires_grad_();
        IAttentionMixing mixing = usesStructure
            ? new MapQueryAttention(attention, torch.float32, Text)
            : new MaskedAttention(attention.Allowed.narrow(0, Text, rest.shape[1]), torch.float32);
        torch.Tensor found = model.Run(part, new LayerInputs(mixing, model.Rotary(Text, rest.shape[1])), model.Read(text));
        (found * weights).sum().backward();

        AssertClose(expected, found);
        AssertClose(whole.grad!, part.grad!);
    }

    [Fact]
    public void Keys_of_a_text_know_their_positions()
    {
        using LlamaModel model = Create(4);
        torch.Tensor same = Draw(1, 64).expand(Text, -1);

        torch.Tensor keys = model.Read(same).Layers[0].Keys;

        Assert.NotInRange((keys.select(2, 0) - keys.select(2, 1)).abs().max().item<float>(), 0, 1e-3f);
    }

    [Fact]
    public void A_text_that_was_read_needs_no_gradients_and_is_one_for_the_whole_batch()
    {
        using LlamaModel model = Create(2);

        TextPrefix prefix = model.Read(Draw(Text, 64).requires_grad_());

        Assert.Equal(3, prefix.Layers.Length);
        Assert.All(prefix.Tensors, tensor => Assert.Equal([1, 2, Text, 16], tensor.shape));
        Assert.All(prefix.Tensors, tensor => Assert.False(tensor.requires_grad));
    }

    private static LlamaModel Create(int keyHeads)
    {
        using InitialWeights weights = InitialWeights.FromSeed(1);
        LlamaModel model = new(
            new LanguageOptions
            {
                HiddenSize = 64,
                NumHiddenLayers = 3,
                NumAttentionHeads = 4,
                NumKeyValueHeads = keyHeads,
                IntermediateSize = 112,
                VocabSize = 0,
            },
            weights);
        foreach (TorchSharp.Modules.Parameter parameter in model.parameters())
        {
            parameter.requires_grad = false;
        }

        return model;
    }

    private static void AssertClose(torch.Tensor expected, torch.Tensor found)
    {
        Assert.Equal(expected.shape, found.shape);
        Assert.InRange(((expected - found).abs().max() / expected.abs().max()).item<float>(), 0, 1e-5f);
    }

    private torch.Tensor Draw(params long[] shape) => torch.randn(shape, generator: _generator);
}
