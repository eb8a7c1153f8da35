using MapDet.Core.Detection;
using MapDet.Core.Evaluation;
using MapDet.Core.Language;
using MapDet.Core.Losses;
using MapDet.Core.Weights;
using MapDet.Training.Checkpointing;
using MapDet.Training.Loop;
using MapDet.Training.Tests.Fakes;
using TorchSharp;

namespace MapDet.Training.Tests.Loop;

/// <summary>The real model, at the size that trains on a laptop, on made-up pictures.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class TinyModelTests
{
    private static readonly MapDetOptions Model = ModelPresets.Get(ModelPresets.Tiny);

    [Theory]
    [InlineData("sampling")]
    [InlineData("refinement")]
    public async Task The_loss_of_two_samples_falls_and_no_tensor_is_left_behind(string decoder)
    {
        using TemporaryFolder folder = new();
        List<long> live = [];
        RecordingObserver observer = new(_ => live.Add(torch.Tensor.TotalCount));

        await TrainAsync(folder.Path, observer, o => o with { MaxSteps = 40 }, WithDecoder(folder, decoder));

        double first = observer.Steps.Take(3).Average(s => s.Loss.Total);
        double last = observer.Steps.TakeLast(3).Average(s => s.Loss.Total);
        Assert.True(last < 0.6 * first, $"from {first} to {last}");
        Assert.Equal(live[5], live[^1]);
        Assert.All(observer.Steps, s => Assert.True(s.Gradients is { QFormer: > 0, Queries: > 0, Decoder: > 0 }));
    }

    [Fact]
    public async Task Two_slices_can_be_resumed_to_the_very_weights()
    {
        using TemporaryFolder whole = new();
        using TemporaryFolder parts = new();
        static TrainingOptions Change(TrainingOptions o) => o with { MaxSteps = 6, ComputeSlices = 2 };
        await TrainAsync(whole.Path, new RecordingObserver(), Change);

        using CancellationTokenSource stop = new();
        RecordingObserver stopper = new(s =>
        {
            if (s.Step == 3)
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TrainAsync(parts.Path, stopper, Change, cancellationToken: stop.Token));
        await TrainAsync(parts.Path, new RecordingObserver(), o => Change(o) with { Resume = TrainingOptions.ResumeAuto });

        Assert.Equal(FakeRun.FinalWeights(whole.Path), FakeRun.FinalWeights(parts.Path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Remembered_image_features_change_no_loss(int megabytes)
    {
        using TemporaryFolder remembered = new();
        using TemporaryFolder anew = new();
        RecordingObserver first = new();
        RecordingObserver second = new();

        await TrainAsync(remembered.Path, first, o => o with { MaxSteps = 8, MirrorAugmentation = true });
        await TrainAsync(anew.Path, second, o => o with { MaxSteps = 8, MirrorAugmentation = true, VisionCacheMegabytes = megabytes });

        Assert.Equal(first.Steps.Select(s => s.Loss.Total), second.Steps.Select(s => s.Loss.Total), (a, b) => Math.Abs(a - b) <= 1e-3 * a);
    }

    [Fact]
    public async Task Pictures_are_read_once_for_each_side()
    {
        using TemporaryFolder folder = new();
        FakeBatchLoader loader = Loader();

        await TrainAsync(folder.Path, new RecordingObserver(), o => o with { MaxSteps = 20, MirrorAugmentation = true }, loader: loader);

        // The two samples of validation are read too, at the end.
        Assert.Equal(42, loader.Loaded.Count);
        Assert.InRange(loader.Loaded.Count(item => item.NeedsImages), 4 + 2, 4 + 2 + 2);
    }

    [Fact]
    public async Task Pictures_with_changed_colours_are_read_each_time()
    {
        using TemporaryFolder folder = new();
        FakeBatchLoader loader = Loader();

        await TrainAsync(folder.Path, new RecordingObserver(), o => o with { MaxSteps = 4, ColorJitter = 0.2 }, loader: loader);

        Assert.Equal(8, loader.Loaded.Count(item => item.Colors is not null && item.NeedsImages));
    }

    [Fact]
    public async Task The_final_model_is_loaded_from_its_file_alone()
    {
        using TemporaryFolder folder = new();
        TrainingResult result = await TrainAsync(folder.Path, new RecordingObserver(), o => o with { MaxSteps = 1 });

        using LoadedMapModel loaded = ModelLocation.Find(result.FinalModelPath).Load();
        ModelEvaluator evaluator = new(Loader(), () => new ChamferAveragePrecision());
        var metrics = await evaluator.EvaluateAsync(loaded.Model, new FakeDataset(2, 20, "val"), computeSlices: 2);

        Assert.Equal(result.FinalMetrics!.MeanAveragePrecision, metrics.MeanAveragePrecision, 1e-9);
    }

    [Fact]
    public async Task Frozen_stages_in_bfloat16_give_nearly_the_same_losses_and_are_kept_as_they_were_computed()
    {
        using TemporaryFolder wide = new();
        using TemporaryFolder narrow = new();
        RecordingObserver first = new();
        RecordingObserver second = new();

        await TrainAsync(wide.Path, first, o => o with { MaxSteps = 4 });
        TrainingResult result = await TrainAsync(narrow.Path, second, o => o with { MaxSteps = 4, Precision = TrainingPrecision.Bf16 });

        Assert.Equal(first.Steps.Select(s => s.Loss.Total), second.Steps.Select(s => s.Loss.Total), (a, b) => Math.Abs(a - b) <= 0.05 * a);
        Assert.NotEqual(first.Steps[0].Loss.Total, second.Steps[0].Loss.Total);
        using SafetensorsFile frozen = SafetensorsFile.Open(narrow["frozen.safetensors"]);
        Assert.All(frozen.Names, name => Assert.Equal(TorchSharp.torch.ScalarType.BFloat16, frozen.Info(name).DType));
        using LoadedMapModel loaded = ModelLocation.Find(result.FinalModelPath).Load();
        Assert.All(loaded.Model.Frozen, p => Assert.Equal(TorchSharp.torch.ScalarType.BFloat16, p.Tensor.dtype));
        Assert.All(loaded.Model.TrainedGroups.SelectMany(g => g.Parameters), p => Assert.Equal(TorchSharp.torch.ScalarType.Float32, p.Tensor.dtype));
    }

    [Fact]
    public async Task Two_samples_of_many_are_learnt_by_heart_to_a_loss_near_zero()
    {
        using TemporaryFolder folder = new();
        RecordingObserver observer = new();

        await TrainAsync(
            folder.Path, observer, o => o with { MaxSteps = 400, OverfitSamples = 2, MirrorAugmentation = true, ComputeSlices = 2 }, trainingSamples: 40);

        double first = observer.Steps.Take(3).Average(s => s.Loss.Total);
        double last = observer.Steps.TakeLast(3).Average(s => s.Loss.Total);
        Assert.True(last < 0.05 * first, $"from {first} to {last}");
        Assert.Equal(2, observer.Steps.SelectMany(s => s.SampleTokens).Distinct().Count());
        Assert.Equal(2, observer.Run!.ValidationData.Samples);
    }

    [Fact]
    public async Task Layers_that_are_computed_again_give_the_very_losses_and_leave_no_tensor_behind()
    {
        using TemporaryFolder kept = new();
        using TemporaryFolder again = new();
        List<long> live = [];
        RecordingObserver first = new();
        RecordingObserver second = new(_ => live.Add(torch.Tensor.TotalCount));

        await TrainAsync(kept.Path, first, o => o with { MaxSteps = 12, ComputeSlices = 2 });
        await TrainAsync(again.Path, second, o => o with { MaxSteps = 12, ComputeSlices = 2, CheckpointActivations = true });

        Assert.Equal(first.Steps.Select(s => s.Loss.Total), second.Steps.Select(s => s.Loss.Total));
        Assert.Equal(live[5], live[^1]);
    }

    [Theory]
    [InlineData(LanguageWeights.Int8)]
    [InlineData(LanguageWeights.Nf4)]
    public async Task A_language_model_of_few_bits_is_trained_through_and_resumed_to_the_very_weights(LanguageWeights weights)
    {
        using TemporaryFolder whole = new();
        using TemporaryFolder parts = new();
        MapDetOptions model = Model with { Language = Model.Language with { Weights = weights } };
        RecordingObserver observer = new();
        static TrainingOptions Change(TrainingOptions o) => o with { MaxSteps = 6, ComputeSlices = 2 };
        await TrainAsync(whole.Path, observer, Change, model);

        using CancellationTokenSource stop = new();
        RecordingObserver stopper = new(s =>
        {
            if (s.Step == 3)
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TrainAsync(parts.Path, stopper, Change, model, cancellationToken: stop.Token));
        TrainingResult result = await TrainAsync(parts.Path, new RecordingObserver(), o => Change(o) with { Resume = TrainingOptions.ResumeAuto }, model);

        Assert.All(observer.Steps, s => Assert.True(s.Gradients is { QFormer: > 0, Queries: > 0, Decoder: > 0 }));
        using LoadedMapModel loaded = ModelLocation.Find(result.FinalModelPath).Load();
        Assert.Equal(weights, loaded.Model.Options.Language.Weights);
        using SafetensorsFile frozen = SafetensorsFile.Open(parts["frozen.safetensors"]);
        Assert.Equal(14, frozen.Names.Count(name => name.EndsWith(".weight_codes", StringComparison.Ordinal)));
        Assert.Equal(FakeRun.FinalWeights(whole.Path), FakeRun.FinalWeights(parts.Path));
    }

    private static FakeBatchLoader Loader() => new(Model.Images.OutputHeight, Model.Images.Width);

    /// <summary>The options as a configuration file gives them.</summary>
    private static MapDetOptions WithDecoder(TemporaryFolder folder, string kind)
    {
        string path = folder["decoder.json"];
        File.WriteAllText(path, $$"""{ "preset": "tiny", "model": { "decoder": { "kind": "{{kind}}" } } }""");
        return RunConfiguration.Load(path).Model;
    }

    private static Task<TrainingResult> TrainAsync(
        string folder,
        ITrainingObserver observer,
        Func<TrainingOptions, TrainingOptions> change,
        MapDetOptions? model = null,
        FakeBatchLoader? loader = null,
        int trainingSamples = 2,
        CancellationToken cancellationToken = default)
    {
        TrainingComponents components = new(
            new FakeDatasetProvider(new FakeDataset(trainingSamples, 20, "train"), new FakeDataset(2, 20, "val")),
            loader ?? Loader(),
            new MapDetModelFactory(),
            new SetCriterion(Model.Criterion, Model.Range),
            () => new ChamferAveragePrecision());
        TrainingOptions options = TrainingPresets.Get("tiny") with
        {
            OutputDirectory = folder,
            BatchSize = 2,
            Epochs = 100,
            EvalInterval = 100,
            SaveInterval = 100,
            MirrorAugmentation = false,
            ComputeSlices = 1,
            ComputeThreads = 1,
        };
        return new Stage2Trainer(components, model ?? Model, change(options), [observer]).TrainAsync(cancellationToken);
    }
}
