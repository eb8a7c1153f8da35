using MapDet.Core;
using MapDet.Training.Checkpointing;
using MapDet.Training.Loop;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Training.Tests.Loop;

/// <summary>What happens when the tensor library can't get the memory that it asks for; its refusals here are real ones.</summary>
public sealed class OutOfMemoryTests
{
    [Fact]
    public async Task A_micro_batch_that_does_not_fit_is_halved_and_the_run_goes_on_to_the_same_weights()
    {
        using TemporaryFolder roomy = new();
        using TemporaryFolder tight = new();
        FakeRun whole = new(roomy.Path);
        FakeRun halved = new(tight.Path) { Models = new HungryMapModelFactory(_ => 2) };

        await whole.TrainAsync(o => o with { BatchSize = 4 });
        await halved.TrainAsync(o => o with { BatchSize = 4 });

        Assert.Equal(whole.Observer.Steps.Count, halved.Observer.Steps.Count);
        Assert.All(whole.Observer.Steps.Zip(halved.Observer.Steps), p => Assert.Equal(p.First.Loss.Total, p.Second.Loss.Total, 1e-4));
        Assert.All(FakeRun.FinalWeights(roomy.Path).Zip(FakeRun.FinalWeights(tight.Path)), p => Assert.Equal(p.First, p.Second, 1e-3));
        string notice = Assert.Single(halved.Observer.Notices);
        Assert.StartsWith("Out of memory in step 1: from here on the micro-batch has 2 samples instead of 4", notice, StringComparison.Ordinal);
        Assert.Contains("accumulates 2 of them instead of 1", notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_halved_again_where_one_half_is_too_large_still()
    {
        using TemporaryFolder folder = new();
        FakeRun run = new(folder.Path) { Models = new HungryMapModelFactory(_ => 1) };

        await run.TrainAsync(o => o with { BatchSize = 6, MaxSteps = 1 });

        Assert.Contains("has 1 samples instead of 6", Assert.Single(run.Observer.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_in_the_middle_of_accumulation_leaves_no_gradient_of_its_first_half()
    {
        using TemporaryFolder roomy = new();
        using TemporaryFolder tight = new();
        FakeRun whole = new(roomy.Path);

        // The third micro-batch of the first step fails once; what the first two added must not count twice.
        FakeRun broken = new(tight.Path) { Models = new HungryMapModelFactory(call => call == 2 ? 1 : 8) };

        await whole.TrainAsync(o => o with { BatchSize = 2, AccumulationSteps = 3, MaxSteps = 1 });
        await broken.TrainAsync(o => o with { BatchSize = 2, AccumulationSteps = 3, MaxSteps = 1 });

        Assert.Equal(whole.Observer.Steps[0].Gradients.Total, broken.Observer.Steps[0].Gradients.Total, 1e-4 * whole.Observer.Steps[0].Gradients.Total);
    }

    [Fact]
    public async Task A_resumed_run_goes_on_with_the_smaller_micro_batch_and_to_the_very_weights()
    {
        using TemporaryFolder whole = new();
        using TemporaryFolder parts = new();
        static TrainingOptions Change(TrainingOptions o) => o with { BatchSize = 4, Epochs = 4, ComputeSlices = 2 };
        await new FakeRun(whole.Path) { Models = new HungryMapModelFactory(call => call == 0 ? 1 : 8) }.TrainAsync(Change);

        await new FakeRun(parts.Path) { Models = new HungryMapModelFactory(call => call == 0 ? 1 : 8), Hooks = [new RecordingHook(c => StopAt(c, 5))] }.TrainAsync(Change);
        Assert.Equal(2, CheckpointStore.Open(parts["checkpoint_step_5"]).MicroBatchParts);
        await new FakeRun(parts.Path).TrainAsync(o => Change(o) with { Resume = TrainingOptions.ResumeAuto });

        Assert.Equal(FakeRun.FinalWeights(whole.Path), FakeRun.FinalWeights(parts.Path));
    }

    [Fact]
    public async Task A_single_sample_that_does_not_fit_ends_the_run_with_advice()
    {
        using TemporaryFolder folder = new();
        FakeRun run = new(folder.Path) { Models = new HungryMapModelFactory(_ => 0) };

        MapDetException e = await Assert.ThrowsAsync<MapDetException>(() => run.TrainAsync());

        Assert.StartsWith("Out of memory with a single sample at a time.", e.Message, StringComparison.Ordinal);
        Assert.Contains("mapdet plan", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_evaluation_that_does_not_fit_is_cut_as_well()
    {
        using TemporaryFolder folder = new();

        // One step of two micro-batches' worth of calls passes; then the evaluation's batches of four are refused.
        FakeRun run = new(folder.Path) { Models = new HungryMapModelFactory(call => call == 0 ? 4 : 2) };
        await run.TrainAsync(o => o with { BatchSize = 4, MaxSteps = 1 });

        Assert.Equal(4, Assert.Single(run.Observer.Evaluations).Metrics.Samples);
    }

    [Fact]
    public async Task Other_failures_are_not_taken_for_a_lack_of_memory()
    {
        using TemporaryFolder folder = new();
        FakeRun run = new(folder.Path) { Hooks = [new RecordingHook(_ => throw new InvalidOperationException("of the hook"))] };

        await Assert.ThrowsAsync<InvalidOperationException>(() => run.TrainAsync());
    }

    private static void StopAt(TrainingContext context, int step)
    {
        if (context.StepsMade == step)
        {
            context.Stop("the test wants it");
        }
    }
}
