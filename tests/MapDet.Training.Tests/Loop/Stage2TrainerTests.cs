using MapDet.Core.Losses;
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
    public async Task A_device_that_is_not_there_ends_the_run_before_it_writes_anything()
    {
        using TemporaryFolder folder = new();

        var e = await Assert.ThrowsAsync<Core.MapDetException>(() => new FakeRun(folder.Path).TrainAsync(o => o with { Device = "cuda:99" }));

        Assert.Contains("cuda:99", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
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
}
