using MapDet.Core;
using MapDet.Core.Batching;
using MapDet.Core.Detection;
using MapDet.Training.Loop;
using MapDet.Training.Preflight;
using MapDet.Training.Preflight.Checks;
using TorchSharp;

namespace MapDet.Training.Tests.Preflight.Checks;

public sealed class SettingsChecksTests
{
    [Theory]
    [InlineData(4, 1, PreflightOutcome.Passed)]
    [InlineData(2, 1, PreflightOutcome.Passed)]
    [InlineData(1, 1, PreflightOutcome.Warning)]
    [InlineData(4, 4, PreflightOutcome.Warning)]
    public void An_effective_batch_far_from_the_presets_is_a_warning(int batch, int accumulation, PreflightOutcome outcome) => PreflightCase.Expect(
        outcome, $"effective batch", new RecipeCheck().Check(With(t => t with { BatchSize = batch, AccumulationSteps = accumulation })));

    [Fact]
    public void A_preset_of_ones_own_has_no_recipe() =>
        Assert.Null(new RecipeCheck().Check(PreflightCase.Good with { Model = PreflightCase.Model with { Preset = "mine" } }));

    [Fact]
    public void A_small_model_may_compute_anywhere() =>
        PreflightCase.Expect(PreflightOutcome.Passed, "cpu, fp32", new DeviceCheck().Check(PreflightCase.Good));

    [Fact]
    public void A_large_model_on_a_CPU_is_a_warning() => PreflightCase.Expect(
        PreflightOutcome.Warning, "weeks on a CPU", new DeviceCheck().Check(PreflightCase.Good with { Model = new MapDetOptions() }));

    [Fact]
    public void A_large_model_in_float32_on_a_GPU_is_a_warning()
    {
        PreflightContext context = PreflightCase.Good with { Model = new MapDetOptions(), Device = new torch.Device(DeviceType.CUDA, 0) };

        PreflightCase.Expect(PreflightOutcome.Warning, "--precision bf16", new DeviceCheck().Check(context));
        PreflightCase.Expect(
            PreflightOutcome.Passed, "bf16", new DeviceCheck().Check(context with { Training = context.Training with { Precision = TrainingPrecision.Bf16 } }));
    }

    [Theory]
    [InlineData(8_000_000_000, PreflightOutcome.Passed)]
    [InlineData(100_000_000, PreflightOutcome.Error)]
    public void Memory_has_to_be_enough(long there, PreflightOutcome outcome) => PreflightCase.Expect(outcome, " GB of ", CheckMemory(there));

    [Fact]
    public void Memory_that_is_only_just_enough_is_a_warning()
    {
        long needed = Planning(PreflightCase.Good);

        PreflightCase.Expect(PreflightOutcome.Warning, "it may not fit", CheckMemory(needed));
    }

    [Fact]
    public void Memory_that_nobody_knows_is_a_warning() => PreflightCase.Expect(
        PreflightOutcome.Warning,
        "no answer",
        new MemoryCheck(new BatchLoaderOptions(), _ => throw new MapDetException("no answer")).Check(PreflightCase.Good));

    private static PreflightResult CheckMemory(long there) => new MemoryCheck(new BatchLoaderOptions(), _ => there).Check(PreflightCase.Good);

    private static long Planning(PreflightContext context) => MapDet.Training.Planning.TrainingPlanner.PredictMemory(
        new MapDet.Training.Planning.PlanRequest(context.Model, context.Training)
        {
            TrainingSamples = context.TrainingData.Count,
            ValidationSamples = context.ValidationData.Count,
        }).Total;

    private static PreflightContext With(Func<TrainingOptions, TrainingOptions> change) =>
        PreflightCase.Good with { Training = change(PreflightCase.Good.Training) };
}
