using System.Reflection;
using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Detection;
using MapDet.Core.Language;
using MapDet.Core.Queries;
using MapDet.Core.Runtime;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Vision;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Detection;

public sealed class ModelDeviceTests : IDisposable
{
    private static readonly MapDetOptions s_options = ModelPresets.Get(ModelPresets.Tiny);
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly IMapModel _model = new MapDetModelFactory().Create(s_options, seed: 7);

    [Fact]
    public void Moving_to_where_it_is_changes_nothing()
    {
        torch.Tensor before = Run().Final.Points;

        _model.MoveTo(torch.CPU);

        Assert.Equal(before.data<float>().ToArray(), Run().Final.Points.data<float>().ToArray());
    }

    [Fact]
    public void Everything_follows_to_another_device()
    {
        string[] names = [.. All().Select(p => p.Name)];
        bool[] trained = [.. All().Select(p => p.Tensor.requires_grad)];

        _model.MoveTo(torch.META);

        Assert.Equal(names, All().Select(p => p.Name));
        Assert.Equal(trained, All().Select(p => p.Tensor.requires_grad));
        Assert.All(All(), p => Assert.Equal(DeviceType.META, p.Tensor.device_type));
    }

    [Theory]
    [InlineData(DecoderKind.Sampling)]
    [InlineData(DecoderKind.Refinement)]
    public void No_stage_keeps_a_tensor_that_was_replaced(DecoderKind decoder)
    {
        using InitialWeights weights = InitialWeights.FromSeed(1);
        StageContext context = new(s_options with { Decoder = s_options.Decoder with { Kind = decoder } }, null, weights);
        object[] stages =
        [
            DefaultStages.CreateVisionEncoder(context),
            DefaultStages.CreateSceneEncoder(context),
            DefaultStages.CreateLanguageModel(context),
            DefaultStages.CreateDecoder(context),
            new MapQueries(s_options.Queries, 8, weights),
        ];

        foreach (torch.nn.Module stage in stages.Cast<torch.nn.Module>())
        {
            stage.to(torch.META);

            Assert.All(stage.modules().Append(stage).SelectMany(HeldTensors), p => Assert.False(p.IsInvalid));
            stage.Dispose();
        }
    }

    // A change of type replaces parameters as a change of device does.
    [Fact]
    public void Vision_tower_and_prompt_work_with_replaced_parameters()
    {
        using InitialWeights weights = InitialWeights.FromSeed(1);
        using VisionTransformer vision = new(s_options.Vision, weights);
        using LlamaLanguageModel language = new(s_options.Language with { VocabSize = 10 }, weights, new PromptTokens([1, 2], [3]));

        torch.Tensor narrow = vision.Encode(Images()).Tokens;
        vision.to(torch.float64);
        language.to(torch.float64);
        torch.Tensor wide = vision.Encode(Images()).Tokens;

        Assert.Equal(torch.float32, wide.dtype);
        Assert.InRange((narrow - wide).abs().max().item<float>(), 1e-9f, 1e-3f);
        Assert.Equal([2, s_options.Language.HiddenSize], language.EmbedPrompt().Before.shape);
    }

    [Fact]
    public void A_device_that_is_not_there_is_refused_and_the_model_still_works()
    {
        torch.Device missing = new(DeviceType.CUDA, 99);

        MapDetException refusal = Assert.Throws<MapDetException>(() => _model.MoveTo(missing));

        Assert.Contains("cuda:99", refusal.Message, StringComparison.Ordinal);
        Run();
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:0")]
    public void A_program_without_cuda_says_how_to_get_it(string name)
    {
        if (!torch.cuda.is_available())
        {
            Assert.Contains(
                "TorchBackend=cuda-linux", Assert.Throws<MapDetException>(() => ComputeDevice.Find(name)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_automatic_choice_is_there()
    {
        Assert.Equal(torch.cuda.is_available() ? DeviceType.CUDA : DeviceType.CPU, ComputeDevice.Find("auto").type);
        Assert.Equal(DeviceType.CPU, ComputeDevice.Find("cpu").type);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    public void Other_names_are_refused(string name) =>
        Assert.Contains(name, Assert.Throws<MapDetException>(() => ComputeDevice.Find(name)).Message, StringComparison.Ordinal);

    public void Dispose()
    {
        _model.Dispose();
        _scope.Dispose();
    }

    private IEnumerable<NamedParameter> All() => _model.TrainedGroups.SelectMany(g => g.Parameters).Concat(_model.Frozen);

    private static IEnumerable<torch.Tensor> HeldTensors(torch.nn.Module module) => module.GetType()
        .GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
        .Select(field => field.GetValue(module))
        .OfType<torch.Tensor>();

    private static torch.Tensor Projections() => RigTensors.Projections(1, s_options.Images.Width, s_options.Images.OutputHeight);

    private static torch.Tensor Images() => torch.zeros([1, 6, 3, s_options.Images.OutputHeight, s_options.Images.Width]);

    private MapPredictions Run() => _model.Forward(_model.EncodeImages(Images()), Projections());
}
