using MapDet.Core.Losses;
using MapDet.Core.Weights;
using MapDet.Training.Checkpointing;
using MapDet.Training.Loop;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Training.Tests.Loop;

public sealed class Stage2TrainerTests
{
    [Fact]
    public async Task A_run_leaves_its_checkpoints_models_and_configuration()
    {
        using TemporaryFolder folder = new();
        FakeRun run = new(folder.Path);

        TrainingResult result = await run.TrainAsync();

        Assert.Equal(12, result.Steps);
        Assert.Equal(["checkpoint_epoch_1", "checkpoint_epoch_2"], run.Observer.Checkpoints);
        string[] files = [.. Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "best_model.safetensors", "checkpoint_epoch_1", "checkpoint_epoch_2", "config.json", "final_model.safetensors", "frozen.safetensors",
                "metrics.json",
            ],
            files);
        Assert.Equal(["model.safetensors", "optimizer.safetensors", "trainer_state.json"],
            Directory.GetFiles(folder["checkpoint_epoch_2"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(1, run.Observer.Finished);
        Assert.Equal(2, run.Observer.Epochs.Count);
    }

    [Fact]
    public async Task The_loss_falls_and_its_terms_add_up()
    {
        using TemporaryFolder folder = new();
        FakeRun run = new(folder.Path);

        await run.TrainAsync(o => o with { Epochs = 20 });

        Assert.All(run.Observer.Steps, s => Assert.Equal(s.Loss.Classification + s.Loss.Points + s.Loss.Direction, s.Loss.Total));
        double first = run.Observer.Steps.Take(6).Average(s => s.Loss.Total);
        double last = run.Observer.Steps.TakeLast(6).Average(s => s.Loss.Total);
        Assert.True(last < 0.9 * first, $"from {first} to {last}");
    }

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
    public async Task Two_slices_give_the_weights_of_one_but_for_rounding()
    {
        using TemporaryFolder one = new();
        using TemporaryFolder two = new();
        FakeRun single = new(one.Path);
        FakeRun cut = new(two.Path);

        await single.TrainAsync();
        await cut.TrainAsync(o => o with { ComputeSlices = 2 });

        Assert.All(
            single.Observer.Steps.Zip(cut.Observer.Steps), p => Assert.Equal(p.First.Loss.Total, p.Second.Loss.Total, 1e-4));
        Assert.All(FakeRun.FinalWeights(one.Path).Zip(FakeRun.FinalWeights(two.Path)), p => Assert.Equal(p.First, p.Second, 1e-3));
    }

    [Fact]
    public async Task Accumulated_micro_batches_give_the_gradients_of_one_large_batch()
    {
        using TemporaryFolder large = new();
        using TemporaryFolder small = new();
        FakeRun whole = new(large.Path);
        FakeRun accumulated = new(small.Path);

        await whole.TrainAsync(o => o with { BatchSize = 6 });
        await accumulated.TrainAsync(o => o with { BatchSize = 2, AccumulationSteps = 3 });

        Assert.All(
            whole.Observer.Steps.Zip(accumulated.Observer.Steps),
            p => Assert.Equal(p.First.Gradients.Total, p.Second.Gradients.Total, 1e-3 * p.First.Gradients.Total));
        Assert.Equal(whole.Observer.Steps.Count, accumulated.Observer.Steps.Count);
    }

    [Fact]
    public async Task A_step_without_a_finite_loss_changes_nothing_and_is_told()
    {
        using TemporaryFolder folder = new();
        FakeRun run = new(folder.Path)
        {
            Criterion = new PoisonedCriterion(new SetCriterion(FakeRun.ModelOptions.Criterion, FakeRun.ModelOptions.Range), call => call == 3),
        };

        TrainingResult result = await run.TrainAsync(o => o with { MaxSteps = 4, SaveSteps = 1 });

        Assert.Equal(1, result.SkippedSteps);
        Assert.Equal([false, false, true, false], run.Observer.Steps.Select(s => s.IsSkipped));
        Assert.Equal(
            FakeRun.Numbers(Path.Combine(folder["checkpoint_step_2"], "model.safetensors")),
            FakeRun.Numbers(Path.Combine(folder["checkpoint_step_3"], "model.safetensors")));
        Assert.Contains(run.Observer.Notices, n => n.StartsWith("Skipped step 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Five_such_steps_in_a_row_end_the_run_with_what_it_knows()
    {
        using TemporaryFolder folder = new();
        FakeRun run = new(folder.Path)
        {
            Criterion = new PoisonedCriterion(new SetCriterion(FakeRun.ModelOptions.Criterion, FakeRun.ModelOptions.Range), call => call > 2),
        };

        TrainingDivergedException e = await Assert.ThrowsAsync<TrainingDivergedException>(() => run.TrainAsync());

        Assert.Equal(7, e.Step);
        Assert.NotEmpty(e.SampleTokens);
        Assert.Contains("scene.weight (QFormer)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Best_and_final_model_can_be_loaded_alone_and_say_what_they_were_trained_on()
    {
        using TemporaryFolder folder = new();
        await new FakeRun(folder.Path).TrainAsync();

        using var loaded = ModelLocation.Find(folder.Path).Load(new LinearMapModelFactory());
        TrainingRecord record = TrainingRecord.Read(loaded.Metadata, "best")!;

        Assert.Equal("hash-of-train", record.GroundTruthHash);
        Assert.Equal(11, record.Samples.Count);
        Assert.True(record.Samples.Contains("train-0003"));
        Assert.False(record.Samples.Contains("val-0003"));
        Assert.NotNull(record.Metrics);
    }

    [Fact]
    public async Task A_checkpoint_folder_can_be_loaded_with_the_frozen_weights_of_its_run()
    {
        using TemporaryFolder folder = new();
        await new FakeRun(folder.Path).TrainAsync();

        using var loaded = ModelLocation.Find(folder["checkpoint_epoch_2"]).Load(new LinearMapModelFactory());

        Assert.Equal("vision_model.scale", Assert.Single(loaded.Model.Frozen).Name);
    }

    [Fact]
    public async Task A_time_budget_ends_the_run_and_its_schedule()
    {
        using TemporaryFolder folder = new();
        FakeRun run = new(folder.Path);

        TrainingResult result = await run.TrainAsync(o => o with { Epochs = 100_000, EvalInterval = 100_000, SaveInterval = 100_000, MaxDuration = TimeSpan.FromSeconds(2) });

        Assert.InRange(result.Elapsed.TotalSeconds, 1, 10);
        TrainingStep last = run.Observer.Steps[^1];
        Assert.InRange(last.Progress, 0.9, 1);
        Assert.True(last.Rates.Decoder < 0.1 * 1e-3, $"{last.Rates.Decoder}");
        Assert.True(File.Exists(result.FinalModelPath));
    }

    [Fact]
    public async Task Anchors_come_from_the_training_set()
    {
        using TemporaryFolder folder = new();
        LinearMapModelFactory factory = new();

        await new FakeRun(folder.Path) { Models = factory }.TrainAsync(o => o with { MaxSteps = 1 });

        Assert.Equal(FakeRun.ModelOptions.Queries.NumInstances, factory.Anchors!.Polylines.Length);
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
    public async Task A_device_that_is_not_there_ends_the_run_before_it_writes_anything()
    {
        using TemporaryFolder folder = new();

        var e = await Assert.ThrowsAsync<Core.MapDetException>(() => new FakeRun(folder.Path).TrainAsync(o => o with { Device = "cuda:99" }));

        Assert.Contains("cuda:99", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
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

    [Fact]
    public async Task The_untrained_model_is_scored_on_request_but_is_never_the_best()
    {
        using TemporaryFolder folder = new();
        FakeRun run = new(folder.Path);

        TrainingResult result = await run.TrainAsync(o => o with { EvaluateUntrained = true });

        Assert.NotNull(result.UntrainedMetrics);
        Assert.Equal([0, 6, 12], run.Observer.Evaluations.Select(e => e.Step));
        Assert.False(run.Observer.Evaluations[0].IsBest);
        Assert.True(result.BestStep > 0);
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
