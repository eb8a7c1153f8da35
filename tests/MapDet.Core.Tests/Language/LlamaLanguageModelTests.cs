using MapDet.Core.Language;
using MapDet.Core.Queries;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Language;

public sealed class LlamaLanguageModelTests
{
    private static readonly LanguageOptions s_options = new()
    {
        HiddenSize = 64,
        NumHiddenLayers = 2,
        NumAttentionHeads = 2,
        NumKeyValueHeads = 2,
        IntermediateSize = 172,
        VocabSize = 0,
        FixedPromptLength = 8,
    };

    [Fact]
    public void A_model_without_text_has_fixed_prompt_embeddings_of_moderate_size()
    {
        using InitialWeights weights = InitialWeights.FromSeed(3);
        using LlamaLanguageModel model = new(s_options, weights);

        (torch.Tensor before, torch.Tensor after) = model.EmbedPrompt();

        Assert.Equal([8, 64], before.shape);
        Assert.Equal([0, 64], after.shape);
        Assert.InRange(before.square().mean().sqrt().item<float>(), 0.5, 1);
    }

    [Fact]
    public void A_model_with_text_embeds_the_tokens_of_its_prompt()
    {
        using InitialWeights weights = InitialWeights.FromSeed(3);
        using LlamaLanguageModel model = new(s_options with { VocabSize = 10, FixedPromptLength = 0 }, weights, new PromptTokens([1, 4, 5], []));

        (torch.Tensor before, torch.Tensor after) = model.EmbedPrompt();

        Assert.Equal([3, 64], before.shape);
        Assert.Equal([0, 64], after.shape);
    }

    [Fact]
    public void A_vocabulary_without_a_prompt_is_refused()
    {
        using InitialWeights weights = InitialWeights.FromSeed(3);

        Assert.Throws<MapDetException>(() => new LlamaLanguageModel(s_options with { VocabSize = 10 }, weights));
    }

    [Fact]
    public void Random_weights_let_what_the_prefix_says_through_to_the_queries()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using InitialWeights weights = InitialWeights.FromSeed(3);
        using torch.Generator generator = new(3);
        using LlamaLanguageModel model = new(s_options, weights);
        torch.Tensor queries = torch.randn([16, 40, 64], generator: generator) * 0.7;
        torch.Tensor scenes = torch.randn([16, 40, 64], generator: generator) * 0.7;
        MapAttention attention = MapAttention.Create(48, new MapQueryOptions { NumInstances = 8, NumPoints = 4 });
        torch.Tensor sameQueries = queries[..1].expand(16, -1, -1);

        torch.Tensor states = model.Run(scenes, sameQueries, attention).Queries;

        float share = (states.var(0).mean() / states.square().mean()).item<float>();
        Assert.InRange(share, 0.1, 0.9);
    }
}
