using MapDet.Core.Language;
using MapDet.Core.Queries;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Language.Recomputation;

public sealed class RecomputedLayerTests : IDisposable
{
    private static readonly MapQueryOptions s_queries = new() { NumInstances = 3, NumPoints = 4 };
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Tensor _scene = torch.randn(2, 6, 64);
    private readonly torch.Tensor _mapQueries = torch.randn(2, s_queries.Total, 64);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(LanguageWeights.Float, 2)]
    [InlineData(LanguageWeights.Float, 4)]
    [InlineData(LanguageWeights.Int8, 2)]
    [InlineData(LanguageWeights.Nf4, 2)]
    public void Layers_that_are_computed_again_give_equal_states_and_gradients(LanguageWeights kind, int keyHeads)
    {
        using LlamaLanguageModel kept = Create(kind, keyHeads, checkpointActivations: false);
        using LlamaLanguageModel recomputed = Create(kind, keyHeads, checkpointActivations: true);

        (float[] states, float[] ofScene, float[] ofQueries) expected = Step(kept);
        (float[] states, float[] ofScene, float[] ofQueries) found = Step(recomputed);

        Assert.Equal(expected.states, found.states);
        Assert.Equal(expected.ofScene, found.ofScene);
        Assert.Equal(expected.ofQueries, found.ofQueries);
        Assert.Contains(found.ofScene, gradient => Math.Abs(gradient) > 1e-3);
    }

    [Fact]
    public async Task Threads_compute_at_the_same_time()
    {
        using LlamaLanguageModel model = Create(LanguageWeights.Nf4, 2, checkpointActivations: true);
        float[] expected = Step(model).Queries;

        float[][] found = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Step(model).Queries)));

        Assert.All(found, gradient => Assert.Equal(expected, gradient));
    }

    [Fact]
    public void Steps_leave_no_tensors_behind()
    {
        using LlamaLanguageModel model = Create(LanguageWeights.Nf4, 2, checkpointActivations: true);
        Step(model);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (int i = 0; i < 20; i++)
        {
            Step(model);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_failure_in_a_backward_pass_stops_the_next_forward_pass()
    {
        using LlamaLanguageModel model = Create(LanguageWeights.Float, 2, checkpointActivations: true);
        torch.Tensor queries = _mapQueries.clone().requires_grad_();
        torch.Tensor sum = Run(model, _scene, queries).Queries.sum();
        model.WeightsChanged();

        sum.backward();

        Assert.True(queries.grad!.isnan().any().item<bool>());
        Assert.ThrowsAny<InvalidOperationException>(() => Run(model, _scene, queries));
        Run(model, _scene, queries);
    }

    private static LlamaLanguageModel Create(LanguageWeights kind, int keyHeads, bool checkpointActivations)
    {
        LanguageOptions options = new()
        {
            HiddenSize = 64,
            NumHiddenLayers = 3,
            NumAttentionHeads = 4,
            NumKeyValueHeads = keyHeads,
            IntermediateSize = 112,
            VocabSize = 0,
            FixedPromptLength = 5,
            Weights = kind,
        };
        using InitialWeights weights = InitialWeights.FromSeed(1);
        LlamaLanguageModel model = new(options, weights, checkpointActivations: checkpointActivations);
        foreach (TorchSharp.Modules.Parameter parameter in model.parameters())
        {
            parameter.requires_grad = false;
        }

        return model;
    }

    private static (torch.Tensor Scene, torch.Tensor Queries) Run(LlamaLanguageModel model, torch.Tensor scene, torch.Tensor queries) =>
        model.Run(scene, queries, MapAttention.Create(model.PromptLength + (int)scene.shape[1], s_queries));

    private (float[] States, float[] Scene, float[] Queries) Step(LlamaLanguageModel model)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor inScene = _scene.clone().requires_grad_();
        torch.Tensor inQueries = _mapQueries.clone().requires_grad_();
        (torch.Tensor ofScene, torch.Tensor ofQueries) = Run(model, inScene, inQueries);
        (ofScene.square().sum() + ofQueries.sin().sum()).backward();
        return (Numbers(ofQueries.detach()), Numbers(inScene.grad!), Numbers(inQueries.grad!));
    }

    private static float[] Numbers(torch.Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
