using MapDet.Core.Losses;
using MapDet.Training.Loop;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Training.Tests.Loop;

public sealed class StepEngineTests
{
    [Fact]
    public async Task A_prediction_that_is_not_finite_skips_the_step_and_is_told_with_its_sample()
    {
        using TemporaryFolder folder = new();
        FakeRun run = new(folder.Path) { Loader = new FakeBatchLoader { BrokenSample = 3 }, ValidationData = new FakeDataset(0, name: "val") };

        TrainingResult result = await run.TrainAsync(o => o with { Epochs = 1 });

        Assert.Equal(1, result.SkippedSteps);
        int skipped = run.Observer.Steps.Single(s => s.IsSkipped).Step;
        Assert.Contains(
            $"Skipped step {skipped}: the prediction of decoder layer 1 for sample train-0003 is not finite",
            Assert.Single(run.Observer.Notices, n => n.StartsWith("Skipped", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.All(FakeRun.FinalWeights(folder.Path), number => Assert.True(float.IsFinite(number)));
    }

    [Fact]
    public async Task A_run_that_ends_for_such_predictions_names_them()
    {
        using TemporaryFolder folder = new();
        FakeRun run = new(folder.Path)
        {
            Loader = new FakeBatchLoader { BrokenSample = 0 },
            TrainingData = new FakeDataset(1, name: "train"),
            ValidationData = new FakeDataset(0, name: "val"),
        };

        TrainingDivergedException e = await Assert.ThrowsAsync<TrainingDivergedException>(() => run.TrainAsync(o => o with { Epochs = 9 }));

        Assert.Equal(new SampleFault(0, "train-0000"), Assert.Single(e.Faults));
        Assert.Contains("train-0000", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_to_chance_depends_on_seed_step_and_sample_and_not_on_how_the_step_is_cut()
    {
        long[] whole = await KeysAsync(o => o with { BatchSize = 6 });
        long[] cut = await KeysAsync(o => o with { BatchSize = 2, AccumulationSteps = 3 });
        long[] sliced = await KeysAsync(o => o with { BatchSize = 6, ComputeSlices = 2 });
        long[] otherSeed = await KeysAsync(o => o with { BatchSize = 6, Seed = o.Seed + 1 });

        Assert.Equal(22, whole.Length);
        Assert.Equal(22, whole.Distinct().Count());
        Assert.Equal(whole, cut);
        Assert.Equal(whole.Order(), sliced.Order());
        Assert.Empty(whole.Intersect(otherSeed));
    }

    private static async Task<long[]> KeysAsync(Func<TrainingOptions, TrainingOptions> change)
    {
        using TemporaryFolder folder = new();
        KeyRecordingCriterion criterion = new(new SetCriterion(FakeRun.ModelOptions.Criterion, FakeRun.ModelOptions.Range));
        await new FakeRun(folder.Path) { Criterion = criterion, ValidationData = new FakeDataset(0, name: "val") }.TrainAsync(change);
        return [.. criterion.Keys];
    }
}
