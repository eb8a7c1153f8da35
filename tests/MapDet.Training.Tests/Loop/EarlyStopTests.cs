using MapDet.Training.Loop;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Training.Tests.Loop;

public sealed class EarlyStopTests
{
    [Fact]
    public async Task A_run_ends_when_it_has_not_been_better_for_as_many_evaluations_as_it_was_told()
    {
        using TemporaryFolder folder = new();
        FakeRun run = Run(folder.Path, [0.1, 0.3, 0.2, 0.3, 0.25, 0.9]);

        TrainingResult result = await run.TrainAsync(o => o with { Epochs = 20, EarlyStopPatience = 3 });

        Assert.Equal([6, 12, 18, 24, 30], run.Observer.Evaluations.Select(e => e.Step));
        Assert.Equal((30, 12), (result.Steps, result.BestStep));
        Assert.Contains("checkpoint_epoch_5", run.Observer.Checkpoints);
        Assert.Contains("Stopped early after step 30", Assert.Single(run.Observer.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_patience_counts_on_when_the_run_is_resumed()
    {
        using TemporaryFolder folder = new();
        await Run(folder.Path, [0.3, 0.2]).TrainAsync(o => o with { Epochs = 2 });
        FakeRun resumed = Run(folder.Path, [0.1]);

        TrainingResult result = await resumed.TrainAsync(o => o with { Epochs = 20, EarlyStopPatience = 2, Resume = TrainingOptions.ResumeAuto });

        Assert.Equal([18], resumed.Observer.Evaluations.Select(e => e.Step));
        Assert.Equal(18, result.Steps);
    }

    private static FakeRun Run(string folder, double[] scores)
    {
        Queue<double> script = new(scores);
        return new FakeRun(folder) { CreateMetric = () => new ScriptedMetric(script) };
    }
}
