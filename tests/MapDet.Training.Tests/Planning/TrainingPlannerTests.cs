using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Detection;
using MapDet.Core.Language;
using MapDet.Core.Vision;
using MapDet.Training.Loop;
using MapDet.Training.Planning;

namespace MapDet.Training.Tests.Planning;

public sealed class TrainingPlannerTests
{
    [Theory]
    [InlineData("tiny")]
    [InlineData("small")]
    public void Counted_parameters_are_those_of_the_model(string preset)
    {
        ModuleParameters counted = TrainingPlanner.CountParameters(Request(preset));

        using IMapModel model = new MapDetModelFactory().Create(ModelPresets.Get(preset));
        Assert.All(model.TrainedGroups, group => Assert.Equal(group.Count, counted[group.Kind]));
        Assert.Equal(Numbers(model, "vision_model."), counted.Vision);
        Assert.Equal(Numbers(model, "language_model."), counted.Language);
    }

    [Fact]
    public void The_full_size_is_counted_without_memory_for_its_weights()
    {
        ModuleParameters counted = TrainingPlanner.CountParameters(Request(ModelPresets.Blip2Vicuna7B));

        Assert.InRange(counted.Vision, 0.95e9, 1.05e9);
        Assert.InRange(counted.Language, 6.5e9, 6.8e9);
        Assert.InRange(counted.QFormer, 95e6, 115e6);
        Assert.Equal((50 + (50 * 20) + 50 + 20) * 4096, counted.Queries);
        Assert.True(counted.All > 7e9);
    }

    [Fact]
    public void Other_towers_and_decoders_are_counted_too()
    {
        PlanRequest request = Request(ModelPresets.Tiny);
        MapDetOptions model = request.Model with
        {
            Vision = request.Model.Vision with { Kind = VisionKind.Clip },
            Decoder = request.Model.Decoder with { Kind = DecoderKind.Refinement },
        };

        MemoryPlan plan = TrainingPlanner.PredictMemory(request with { Model = model });

        using IMapModel built = new MapDetModelFactory().Create(model);
        Assert.All(built.TrainedGroups, group => Assert.Equal(group.Count, TrainingPlanner.CountParameters(request with { Model = model })[group.Kind]));
        Assert.Contains(plan.Terms, term => term.Name == "kept by the map decoder" && term.Bytes > 0);
    }

    [Fact]
    public void A_larger_batch_keeps_more_in_proportion()
    {
        long one = Activations(t => t with { BatchSize = 1, ComputeSlices = 1 });
        long eight = Activations(t => t with { BatchSize = 8, ComputeSlices = 1 });

        Assert.InRange(eight, 7 * one, 11 * one);
    }

    [Fact]
    public void Two_slices_keep_as_much_as_one_of_the_same_samples()
    {
        long one = Activations(t => t with { BatchSize = 4, ComputeSlices = 1 });
        long two = Activations(t => t with { BatchSize = 4, ComputeSlices = 2 });

        Assert.InRange(two, 0.9 * one, 1.1 * one);
    }

    [Fact]
    public void Accumulation_adds_a_sum_of_gradients_and_batches_that_wait()
    {
        MemoryPlan plain = TrainingPlanner.PredictMemory(Request(ModelPresets.Tiny));
        MemoryPlan accumulated = Predict(t => t with { AccumulationSteps = 4 });

        Assert.Equal(2 * plain[MemoryKind.Gradients], accumulated[MemoryKind.Gradients]);
        Assert.True(accumulated[MemoryKind.Pictures] > plain[MemoryKind.Pictures]);
        Assert.Equal(plain[MemoryKind.Activations], accumulated[MemoryKind.Activations]);
    }

    [Fact]
    public void Averaged_weights_are_one_more_copy_of_what_is_trained()
    {
        MemoryPlan averaged = Predict(t => t with { EmaDecay = 0.999 });

        long trained = TrainingPlanner.CountParameters(Request(ModelPresets.Tiny)).Trained;
        Assert.Equal(4 * trained, averaged[MemoryKind.Optimizer] - TrainingPlanner.PredictMemory(Request(ModelPresets.Tiny))[MemoryKind.Optimizer]);
    }

    [Fact]
    public void Frozen_stages_in_bfloat16_weigh_half()
    {
        PlanRequest request = Request(ModelPresets.Blip2Vicuna7B) with { IsOnGpu = true };
        PlanRequest wide = request with { Training = request.Training with { Precision = TrainingPrecision.Fp32 } };

        long frozen = TrainingPlanner.CountParameters(request).Frozen;
        long saved = TrainingPlanner.PredictMemory(wide)[MemoryKind.Weights] - TrainingPlanner.PredictMemory(request)[MemoryKind.Weights];

        Assert.Equal(2 * frozen, saved);
        Assert.True(TrainingPlanner.PredictMemory(wide)[MemoryKind.Activations] > TrainingPlanner.PredictMemory(request)[MemoryKind.Activations]);
    }

    [Theory]
    [InlineData(LanguageWeights.Int8, 6.6e9, 6.9e9)]
    [InlineData(LanguageWeights.Nf4, 3.8e9, 4.0e9)]
    public void A_language_model_of_few_bits_weighs_less(LanguageWeights weights, double least, double most)
    {
        PlanRequest request = Request(ModelPresets.Blip2Vicuna7B) with { IsOnGpu = true };
        MapDetOptions model = request.Model with { Language = request.Model.Language with { Weights = weights } };

        MemoryPlan plan = TrainingPlanner.PredictMemory(request with { Model = model });

        Assert.InRange(plan.Terms.Single(term => term is { Kind: MemoryKind.Weights, Name: "language model" }).Bytes, least, most);
        Assert.Equal(TrainingPlanner.CountParameters(request), TrainingPlanner.CountParameters(request with { Model = model }));
    }

    [Fact]
    public void Layers_that_are_computed_again_keep_next_to_nothing()
    {
        PlanRequest request = Request(ModelPresets.Small);

        MemoryPlan plain = TrainingPlanner.PredictMemory(request);
        MemoryPlan again = TrainingPlanner.PredictMemory(request with { Training = request.Training with { CheckpointActivations = true } });

        Assert.True(Kept(again) < 0.1 * Kept(plain), $"{Kept(again)} of {Kept(plain)}");
        Assert.True(again[MemoryKind.Activations] < 0.8 * plain[MemoryKind.Activations]);
        static long Kept(MemoryPlan plan) => plan.Terms.Single(term => term.Name == "kept by the language model").Bytes;
    }

    [Fact]
    public void Each_worker_holds_a_decoded_picture_as_far_as_there_are_processors()
    {
        PlanRequest request = Request(ModelPresets.Tiny) with { Processors = 4 };

        long two = TrainingPlanner.PredictMemory(request with { Workers = 2 })[MemoryKind.Pictures];
        long four = TrainingPlanner.PredictMemory(request with { Workers = 4 })[MemoryKind.Pictures];

        Assert.Equal(four, TrainingPlanner.PredictMemory(request with { Workers = 8 })[MemoryKind.Pictures]);
        Assert.InRange(four - two, 2 * 1600 * 900 * 4, 2 * 1600 * 900 * 4 * 1.1);
    }

    [Fact]
    public void The_feature_cache_grows_to_its_limit()
    {
        MemoryPlan none = Predict(t => t with { VisionCacheMegabytes = 0 });
        MemoryPlan small = Predict(t => t with { VisionCacheMegabytes = 10 });
        MemoryPlan all = Predict(t => t with { VisionCacheMegabytes = 100_000 });

        Assert.Equal(10_000_000, small[MemoryKind.Caches] - none[MemoryKind.Caches]);
        Assert.Equal(2L * 323 * 6 * 81 * 96 * 4, all[MemoryKind.Caches] - none[MemoryKind.Caches]);
    }

    [Fact]
    public void The_largest_batch_is_the_last_that_fits()
    {
        PlanRequest request = Request(ModelPresets.Small);
        int batch = TrainingPlanner.LargestBatch(request, 4_000_000_000);

        MemoryPlan fits = TrainingPlanner.PredictMemory(request with { Training = request.Training with { BatchSize = batch } });
        MemoryPlan tooMuch = TrainingPlanner.PredictMemory(request with { Training = request.Training with { BatchSize = batch + 1 } });

        Assert.True(batch > 1);
        Assert.True(fits.Total <= 4_000_000_000 && tooMuch.Total > 4_000_000_000);
        Assert.Equal(0, TrainingPlanner.LargestBatch(request, 100_000_000));
    }

    private static PlanRequest Request(string preset) => new(ModelPresets.Get(preset), TrainingPresets.Get(preset));

    private static MemoryPlan Predict(Func<TrainingOptions, TrainingOptions> change)
    {
        PlanRequest request = Request(ModelPresets.Tiny);
        return TrainingPlanner.PredictMemory(request with { Training = change(request.Training) });
    }

    private static long Activations(Func<TrainingOptions, TrainingOptions> change) => Predict(change)[MemoryKind.Activations];

    // Buffers are no parameters, but the frozen stages of these presets have none.
    private static long Numbers(IMapModel model, string prefix) =>
        model.Frozen.Where(p => p.Name.StartsWith(prefix, StringComparison.Ordinal)).Sum(p => p.Tensor.numel());
}
