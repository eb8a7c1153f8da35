using MapDet.Core.Runtime;
using MapDet.Training.Loop;
using MapDet.Training.Tests.Fakes;
using TorchSharp;

namespace MapDet.Training.Tests.Loop;

public sealed class TrainingHookTests
{
    [Fact]
    public async Task Hooks_are_called_around_steps_evaluations_and_checkpoints_in_the_order_of_a_run()
    {
        using TemporaryFolder folder = new();
        RecordingHook hook = new();

        await new FakeRun(folder.Path) { Hooks = [hook] }.TrainAsync(o => o with { BatchSize = 6, Epochs = 1 });

        Assert.Equal(
            [
                "before step 1", "after step 1", "before step 2", "after step 2", "before evaluation 2", "after evaluation 2", "before checkpoint 2",
                "after checkpoint_epoch_1",
            ],
            hook.Calls);
    }

    [Fact]
    public async Task A_hook_can_end_the_run_which_still_evaluates_and_saves()
    {
        using TemporaryFolder folder = new();
        FakeRun run = new(folder.Path)
        {
            Hooks = [new RecordingHook(context => context.Stop("three are enough."))],
        };

        TrainingResult result = await run.TrainAsync();

        Assert.Equal(1, result.Steps);
        Assert.Equal("Stopped after step 1: three are enough.", Assert.Single(run.Observer.Notices));
        Assert.NotNull(result.FinalMetrics);
        Assert.Equal(["checkpoint_step_1"], run.Observer.Checkpoints);
        Assert.True(File.Exists(result.FinalModelPath));
    }

    [Fact]
    public async Task A_hook_can_ask_for_an_evaluation_and_a_checkpoint()
    {
        using TemporaryFolder folder = new();
        FakeRun run = new(folder.Path)
        {
            Hooks =
            [
                new RecordingHook(context =>
                {
                    if (context.StepsMade == 2)
                    {
                        context.RequestEvaluation();
                        context.RequestCheckpoint();
                    }
                }),
            ],
        };

        await run.TrainAsync(o => o with { Epochs = 1 });

        Assert.Equal([2, 6], run.Observer.Evaluations.Select(e => e.Step));
        Assert.Equal(["checkpoint_step_2", "checkpoint_epoch_1"], run.Observer.Checkpoints);
    }

    [Fact]
    public async Task What_a_hook_does_to_the_weights_is_what_the_next_step_sees()
    {
        using TemporaryFolder folder = new();
        FakeRun run = new(folder.Path)
        {
            Hooks = [new RecordingHook(context => Zero(context))],
        };

        await run.TrainAsync(o => o with { MaxSteps = 3 });

        Assert.Equal(0, run.Observer.Steps[1].Gradients.QFormer);
        Assert.True(run.Observer.Steps[0].Gradients.QFormer > 0);
    }

    private static void Zero(TrainingContext context)
    {
        using IDisposable noGradients = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        foreach (torch.Tensor weights in context.Model.TrainedGroups.SelectMany(g => g.Parameters).Select(p => p.Tensor))
        {
            weights.MultiplyInPlace(0);
        }
    }
}
