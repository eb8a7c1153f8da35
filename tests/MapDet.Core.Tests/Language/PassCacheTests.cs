using MapDet.Core.Contracts;
using MapDet.Core.Language;
using MapDet.Core.Queries;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Language;

public sealed class PassCacheTests : IDisposable
{
    private const int Scene = 6;
    private static readonly MapQueryOptions s_queries = new() { NumInstances = 3, NumPoints = 4 };

    private static readonly LanguageOptions s_options = new()
    {
        HiddenSize = 64,
        NumHiddenLayers = 2,
        NumAttentionHeads = 4,
        NumKeyValueHeads = 2,
        IntermediateSize = 112,
        VocabSize = 12,
    };

    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Generator _generator = new torch.Generator().manual_seed(5);
    private readonly LlamaLanguageModel _model = Create(seed: 1);
    private readonly torch.Tensor _scene;
    private readonly torch.Tensor _mapQueries;

    public PassCacheTests()
    {
        _scene = torch.randn([2, Scene, 64], generator: _generator);
        _mapQueries = torch.randn([2, s_queries.Total, 64], generator: _generator);
    }

    public void Dispose()
    {
        _model.Dispose();
        _generator.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void States_and_gradients_equal_those_of_all_positions_together()
    {
        (torch.Tensor scene, torch.Tensor queries) = (_scene.clone().requires_grad_(), _mapQueries.clone().requires_grad_());
        (torch.Tensor wholeScene, torch.Tensor wholeQueries) = (_scene.clone().requires_grad_(), _mapQueries.clone().requires_grad_());

        (torch.Tensor ofScene, torch.Tensor ofQueries) = Run(_model, scene, queries);
        (ofScene.square().sum() + ofQueries.sin().sum()).backward();
        (torch.Tensor Scene, torch.Tensor Queries) expected = RunWhole(wholeScene, wholeQueries);
        (expected.Scene.square().sum() + expected.Queries.sin().sum()).backward();

        AssertClose(expected.Scene, ofScene);
        AssertClose(expected.Queries, ofQueries);
        AssertClose(wholeScene.grad!, scene.grad!, 1e-4f);
        AssertClose(wholeQueries.grad!, queries.grad!, 1e-4f);
    }

    [Fact]
    public void The_text_in_front_is_read_once()
    {
        Run(_model, _scene, _mapQueries);
        TextPrefix? first = _model.Passes.Get(Attention(_model)).Before;

        Run(_model, _scene.narrow(1, 0, Scene - 1), _mapQueries);

        Assert.Same(first, _model.Passes.Get(Attention(_model)).Before);
        Assert.Equal(4, first!.Length);
    }

    [Fact]
    public void Weights_that_are_loaded_anew_are_read_anew()
    {
        Run(_model, _scene, _mapQueries);
        using LlamaLanguageModel other = Create(seed: 2);

        LoadFrom(other);

        AssertClose(Run(other, _scene, _mapQueries).Queries, Run(_model, _scene, _mapQueries).Queries, 0);
    }

    [Fact]
    public void A_state_dict_that_is_loaded_is_read_anew()
    {
        Run(_model, _scene, _mapQueries);
        using LlamaLanguageModel other = Create(seed: 2);

        _model.load_state_dict(other.state_dict());

        AssertClose(Run(other, _scene, _mapQueries).Queries, Run(_model, _scene, _mapQueries).Queries, 0);
    }

    [Fact]
    public void A_model_of_another_type_reads_the_text_in_that_type()
    {
        torch.Tensor narrow = Run(_model, _scene, _mapQueries).Queries;

        _model.to(torch.float64);
        torch.Tensor wide = Run(_model, _scene, _mapQueries).Queries;

        Assert.Equal(torch.float32, wide.dtype);
        AssertClose(narrow, wide);
    }

    [Fact]
    public void Another_number_of_scene_tokens_needs_no_new_model()
    {
        torch.Tensor before = Run(_model, _scene, _mapQueries).Queries;

        Assert.Equal([2, Scene - 2, 64], Run(_model, _scene.narrow(1, 0, Scene - 2), _mapQueries).Scene.shape);

        AssertClose(before, Run(_model, _scene, _mapQueries).Queries, 0);
    }

    [Fact]
    public void Gradients_and_their_absence_share_what_was_read()
    {
        torch.Tensor without;
        using (torch.no_grad())
        {
            without = Run(_model, _scene, _mapQueries).Queries;
        }

        torch.Tensor queries = _mapQueries.clone().requires_grad_();
        torch.Tensor with = Run(_model, _scene, queries).Queries;
        with.sum().backward();

        Assert.False(without.requires_grad);
        AssertClose(without, with, 0);
        Assert.True(queries.grad!.abs().sum().item<float>() > 0);
    }

    [Fact]
    public async Task Threads_that_start_at_once_get_the_same_states()
    {
        using LlamaLanguageModel alone = Create(seed: 1);
        float[] expected = Numbers(Run(alone, _scene, _mapQueries).Queries);

        float[][] found = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            return Numbers(Run(_model, _scene, _mapQueries).Queries);
        })));

        Assert.All(found, numbers => Assert.Equal(expected, numbers));
    }

    [Fact]
    public void What_was_read_goes_with_the_model()
    {
        LlamaLanguageModel model = Create(seed: 3);
        Run(model, _scene, _mapQueries);
        TextPrefix? prefix = model.Passes.Get(Attention(model)).Before;

        model.Dispose();

        Assert.NotNull(prefix);
        Assert.All(prefix.Tensors, tensor => Assert.True(tensor.IsInvalid));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        MapAttention attention = Attention(_model);

        Assert.Throws<ArgumentException>(() => _model.Run(_scene.narrow(1, 0, 2), _mapQueries, attention));
        Assert.Throws<ArgumentException>(() => _model.Run(_scene, _mapQueries.narrow(1, 0, 2), attention));
        Assert.Throws<ArgumentException>(() => _model.Run(_scene.narrow(2, 0, 32), _mapQueries, attention));
    }

    private static LlamaLanguageModel Create(long seed)
    {
        using InitialWeights weights = InitialWeights.FromSeed(seed);
        return new LlamaLanguageModel(s_options, weights, new PromptTokens([1, 4, 9, 2], [7]));
    }

    private static MapAttention Attention(LlamaLanguageModel model, long scene = Scene) =>
        MapAttention.Create(model.PromptLength + (int)scene, s_queries);

    private static (torch.Tensor Scene, torch.Tensor Queries) Run(LlamaLanguageModel model, torch.Tensor scene, torch.Tensor queries) =>
        model.Run(scene, queries, Attention(model, scene.shape[1]));

    private (torch.Tensor Scene, torch.Tensor Queries) RunWhole(torch.Tensor scene, torch.Tensor queries)
    {
        (torch.Tensor before, torch.Tensor after) = _model.EmbedPrompt();
        torch.Tensor all = torch.cat([before.unsqueeze(0).expand(2, -1, -1), scene, after.unsqueeze(0).expand(2, -1, -1), queries], 1);
        torch.Tensor states = _model.Model.Run(all, Attention(_model).Allowed);
        return (states.narrow(1, before.shape[0], Scene), states.narrow(1, before.shape[0] + Scene + after.shape[0], s_queries.Total));
    }

    private void LoadFrom(LlamaLanguageModel other)
    {
        string file = Path.GetTempFileName();
        try
        {
            SafetensorsWriter.Write(file, other.named_parameters().Select(p => new NamedParameter(p.name, p.parameter)));
            using SafetensorsFile source = SafetensorsFile.Open(file);
            WeightLoader.Load(source, _model.named_parameters().Select(p => new NamedParameter(p.name, p.parameter) { Written = _model.WeightsChanged }));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static float[] Numbers(torch.Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    private static void AssertClose(torch.Tensor expected, torch.Tensor found, float tolerance = 1e-5f)
    {
        Assert.Equal(expected.shape, found.shape);
        Assert.InRange((expected - found).abs().max().item<float>(), 0, tolerance);
    }
}
