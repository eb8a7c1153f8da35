using MapDet.Core.Language;
using MapDet.Core.Queries;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Language;

public sealed class LlamaModelTests
{
    [Theory]
    [InlineData("llama", 4)]
    [InlineData("llama_gqa", 2)]
    public void Causal_outputs_and_gradients_equal_the_reference(string file, int keyHeads)
    {
        using ModelFixture fixture = new(file);
        using LlamaModel model = Create(fixture, keyHeads);
        torch.Tensor allowed = torch.ones(17, 17, dtype: torch.ScalarType.Bool).tril();

        AssertCase(fixture, "causal", embeddings => model.Run(embeddings, allowed));
    }

    [Theory]
    [InlineData("llama", 4)]
    [InlineData("llama_gqa", 2)]
    public void Outputs_and_gradients_under_the_map_mask_equal_the_reference(string file, int keyHeads)
    {
        using ModelFixture fixture = new(file);
        using LlamaModel model = Create(fixture, keyHeads);
        MapAttention attention = MapAttention.Create(7, new MapQueryOptions { NumInstances = 3, NumPoints = 4 });

        AssertCase(fixture, "map", embeddings => model.Run(embeddings, attention.Allowed));
    }

    [Theory]
    [InlineData("llama", 4)]
    [InlineData("llama_gqa", 2)]
    public void Leaving_out_what_the_map_mask_hides_gives_the_outputs_and_gradients_of_the_reference(string file, int keyHeads)
    {
        using ModelFixture fixture = new(file);
        using LlamaModel model = Create(fixture, keyHeads);
        MapAttention attention = MapAttention.Create(7, new MapQueryOptions { NumInstances = 3, NumPoints = 4 });

        AssertCase(fixture, "map", embeddings => model.Run(embeddings, attention));
    }

    [Theory]
    [InlineData(0, 1, 2, true)]
    [InlineData(1, 5, 3, true)]
    [InlineData(40, 2, 20, true)]
    [InlineData(40, 6, 20, false)]
    public void Structure_and_mask_of_the_map_queries_give_the_same_states(int prefix, int instances, int points, bool arePointsSeen)
    {
        using ModelFixture fixture = new("llama");
        using LlamaModel model = Create(fixture, 4);
        MapQueryOptions queries = new() { NumInstances = instances, NumPoints = points, PointsInLanguageModel = arePointsSeen };
        MapAttention attention = MapAttention.Create(prefix, queries);
        torch.Tensor embeddings = torch.randn(2, attention.Length, 64);

        torch.Tensor difference = model.Run(embeddings, attention) - model.Run(embeddings, attention.Allowed);

        Assert.InRange(difference.abs().max().item<float>(), 0, 1e-5f);
    }

    [Theory]
    [InlineData("llama", 4)]
    [InlineData("llama_gqa", 2)]
    public void Token_ids_give_the_logits_of_the_reference(string file, int keyHeads)
    {
        using ModelFixture fixture = new(file);
        using LlamaModel model = Create(fixture, keyHeads);
        torch.Tensor embeddings = model.Embed(fixture.Ids("io.ids.input.input_ids"));

        torch.Tensor states = model.Run(embeddings, torch.ones(9, 9, dtype: torch.ScalarType.Bool).tril());

        fixture.AssertClose("io.ids.output.logits", torch.nn.functional.linear(states, fixture["lm_head.weight"]));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(128)]
    public void Rotary_tables_equal_the_reference(int headWidth)
    {
        using ModelFixture fixture = new("llama");

        RotaryTable table = RotaryTable.Create(fixture["io.rope.input.positions"], headWidth, 10000);

        fixture.AssertClose($"io.rope.output.cos_{headWidth}", table.Cos.squeeze(1).repeat(1, 2));
        fixture.AssertClose($"io.rope.output.sin_{headWidth}", table.Sin.squeeze(1).repeat(1, 2));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        using ModelFixture fixture = new("llama");
        using LlamaModel model = Create(fixture, 4);
        torch.Tensor mask = torch.ones(5, 5, dtype: torch.ScalarType.Bool);

        Assert.Throws<ArgumentException>(() => model.Run(torch.zeros(1, 6, 64), mask));
        Assert.Throws<ArgumentException>(() => model.Run(torch.zeros(1, 5, 32), mask));
        Assert.Throws<ArgumentException>(() => model.Run(torch.zeros(1, 5, 64), MapAttention.Create(1, new MapQueryOptions { NumInstances = 1, NumPoints = 2 })));
    }

    private static void AssertCase(ModelFixture fixture, string name, Func<torch.Tensor, torch.Tensor> run)
    {
        torch.Tensor embeddings = fixture[$"io.{name}.input.inputs_embeds"].requires_grad_();

        torch.Tensor output = run(embeddings);
        (output * fixture[$"io.{name}.g.last_hidden_state"]).sum().backward();

        fixture.AssertClose($"io.{name}.output.last_hidden_state", output);
        fixture.AssertClose($"io.{name}.grad.inputs_embeds", embeddings.grad);
    }

    private static LlamaModel Create(ModelFixture fixture, int keyHeads)
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
                VocabSize = 64,
            },
            weights);
        fixture.Load(model, "model.", mayBeLeftOver: name => name == "lm_head.weight");
        return model;
    }
}
