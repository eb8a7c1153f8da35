using MapDet.Core.Weights;
using MapDet.Training.Checkpointing;
using MapDet.Training.Loop;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Training.Tests.Loop;

/// <summary>What a run that ends early leaves, and how it goes on from there.</summary>
public sealed class ResumeTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public async Task A_run_that_was_stopped_and_resumed_gives_the_very_weights_of_the_uninterrupted_one(int slices, int accumulation)
    {
        using TemporaryFolder whole = new();
        using TemporaryFolder parts = new();
        TrainingOptions Change(TrainingOptions o) => o with { ComputeSlices = slices, AccumulationSteps = accumulation, Epochs = 4 };
        FakeRun uninterrupted = new(whole.Path);
        await uninterrupted.TrainAsync(Change);

        int stopAt = uninterrupted.Observer.Run!.StepsPerEpoch + 1;
        RecordingObserver resumed = new();
        await StopAtAsync(parts.Path, stopAt, Change);
        await new FakeRun(parts.Path) { Observer = resumed }.TrainAsync(o => Change(o) with { Resume = "auto" });

        Assert.Equal(stopAt + 1, resumed.Steps[0].Step);
        Assert.Equal(FakeRun.FinalWeights(whole.Path), FakeRun.FinalWeights(parts.Path));
        Assert.Equal(
            uninterrupted.Observer.Steps.Skip(stopAt).Select(s => (s.Loss, s.AverageLoss, s.Rates)),
            resumed.Steps.Select(s => (s.Loss, s.AverageLoss, s.Rates)));
    }

    [Fact]
    public async Task The_time_left_of_a_resumed_run_is_known_from_its_second_step_on()
    {
        using TemporaryFolder folder = new();
        await StopAtAsync(folder.Path, 3, o => o);
        FakeRun resumed = new(folder.Path);

        await resumed.TrainAsync(o => o with { Resume = "auto", MaxDuration = TimeSpan.FromHours(1) });

        TrainingStep[] steps = [.. resumed.Observer.Steps];
        Assert.Null(steps[0].TimeLeft.Epoch);
        Assert.InRange(steps[0].TimeLeft.Run!.Value, TimeSpan.FromMinutes(55), TimeSpan.FromHours(1));
        Assert.All(steps[1..], s => Assert.InRange(s.TimeLeft.Epoch!.Value, TimeSpan.Zero, s.TimeLeft.Run!.Value));
        Assert.All(steps[1..], s => Assert.True(s.TimeLeft.Run < TimeSpan.FromMinutes(5), $"{s.TimeLeft}"));
        Assert.Equal(TimeSpan.Zero, resumed.Observer.Epochs[^1].RunTimeLeft);
    }

    [Fact]
    public async Task A_cancelled_run_leaves_a_checkpoint_of_its_last_step()
    {
        using TemporaryFolder folder = new();

        await StopAtAsync(folder.Path, 3, o => o);

        TrainerState state = CheckpointStore.Open(folder["checkpoint_step_3"]);
        Assert.Equal(3, state.Step);
        Assert.False(File.Exists(folder["final_model.safetensors"]));
    }

    [Fact]
    public async Task A_run_cancelled_while_it_evaluates_evaluates_when_it_is_resumed()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource stop = new();
        FakeRun run = new(folder.Path)
        {
            MoreObservers = [new EvaluationWatcher(stop.Cancel)],
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.TrainAsync(cancellationToken: stop.Token));
        FakeRun resumed = new(folder.Path);

        await resumed.TrainAsync(o => o with { Resume = "auto" });

        Assert.Equal(6, resumed.Observer.Run!.StartStep);
        Assert.Equal([6, 12], resumed.Observer.Evaluations.Select(e => e.Step));
    }

    [Fact]
    public async Task Vision_weights_are_loaded_and_kept_for_those_who_resume()
    {
        using TemporaryFolder folder = new();
        using (TorchSharp.torch.Tensor scale = TorchSharp.torch.full([1], 2.5f))
        {
            SafetensorsWriter.Write(folder["vision.safetensors"], [new("vision_model.scale", scale)]);
        }

        await new FakeRun(folder["run"]).TrainAsync(o => o with { MaxSteps = 1, VisionPath = folder["vision.safetensors"] });

        Assert.Equal([2.5f], FakeRun.Numbers(Path.Combine(folder["run"], "frozen.safetensors")));
    }

    [Fact]
    public async Task A_new_run_does_not_write_over_the_checkpoints_of_another()
    {
        using TemporaryFolder folder = new();
        await new FakeRun(folder.Path).TrainAsync(o => o with { MaxSteps = 1 });

        var e = await Assert.ThrowsAsync<Core.MapDetException>(() => new FakeRun(folder.Path).TrainAsync());

        Assert.Contains("--resume auto", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_seed_can_not_go_on_from_a_checkpoint()
    {
        using TemporaryFolder folder = new();
        await new FakeRun(folder.Path).TrainAsync(o => o with { MaxSteps = 2 });

        var e = await Assert.ThrowsAsync<Core.InvalidInputException>(
            () => new FakeRun(folder.Path).TrainAsync(o => o with { Seed = 1, Resume = "auto" }));

        Assert.Equal("Seed", e.Field);
    }

    private static async Task StopAtAsync(string folder, int step, Func<TrainingOptions, TrainingOptions> change)
    {
        using CancellationTokenSource stop = new();
        FakeRun run = new(folder)
        {
            Observer = new RecordingObserver(s =>
            {
                if (s.Step == step)
                {
                    stop.Cancel();
                }
            }),
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.TrainAsync(change, stop.Token));
    }

    private sealed class EvaluationWatcher(Action onProgress) : ITrainingObserver
    {
        public void OnEvaluationProgress(int done, int total) => onProgress();
    }
}
