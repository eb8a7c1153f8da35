using MapDet.Core.Contracts;
using MapDet.Core.Weights;
using MapDet.Training.Checkpointing;
using MapDet.Training.Loop;
using MapDet.Training.Optimization;
using MapDet.Training.Tests.Fakes;
using TorchSharp;
using TorchSharp.Modules;

namespace MapDet.Training.Tests.Optimization;

public sealed class AveragedWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_average_follows_the_weights_as_far_as_the_decay_lets_it()
    {
        using Parameter weight = new(torch.full([3], 1f));
        using FlatParameters flat = new([new NamedParameter("w", weight)]);
        using AveragedWeights averages = new([flat], 0.75);
        double expected = 1;
        for (int update = 1; update <= 40; update++)
        {
            using (torch.NewDisposeScope())
            using (torch.no_grad())
            {
                flat.Values.fill_(update);
            }

            averages.Update(update);
            double decay = Math.Min(0.75, (1.0 + update) / (10 + update));
            expected = (decay * expected) + ((1 - decay) * update);
        }

        using (averages.Apply())
        {
            Assert.Equal(expected, weight[0].item<float>(), 1e-4);
        }

        Assert.Equal(40f, weight[0].item<float>());
    }

    [Fact]
    public async Task What_is_evaluated_and_saved_as_best_and_final_model_are_the_averages()
    {
        await new FakeRun(_folder["plain"]).TrainAsync();
        await new FakeRun(_folder["averaged"]).TrainAsync(o => o with { EmaDecay = 0.9 });

        string checkpoint = Path.Combine(_folder["averaged"], "checkpoint_epoch_2");
        Assert.Equal(Trained(Path.Combine(_folder["plain"], "final_model.safetensors")), Trained(Path.Combine(checkpoint, "model.safetensors")));
        Assert.Equal(
            Trained(Path.Combine(checkpoint, CheckpointStore.AveragedModelFile)), Trained(Path.Combine(_folder["averaged"], "final_model.safetensors")));
        Assert.NotEqual(
            Trained(Path.Combine(checkpoint, CheckpointStore.AveragedModelFile)), Trained(Path.Combine(checkpoint, "model.safetensors")));
        Assert.EndsWith(CheckpointStore.AveragedModelFile, ModelLocation.Find(checkpoint).ModelPath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resumed_run_goes_on_with_the_very_averages()
    {
        static TrainingOptions Change(TrainingOptions o) => o with { EmaDecay = 0.99 };
        await new FakeRun(_folder["whole"]).TrainAsync(Change);
        await new FakeRun(_folder["parts"]) { Hooks = [new RecordingHook(context => context.Stop("half-way."))] }.TrainAsync(Change);
        await new FakeRun(_folder["parts"]).TrainAsync(o => Change(o) with { Resume = TrainingOptions.ResumeAuto });

        Assert.Equal(FakeRun.FinalWeights(_folder["whole"]), FakeRun.FinalWeights(_folder["parts"]));
    }

    [Fact]
    public async Task A_run_without_averages_can_not_go_on_from_one_with_them()
    {
        await new FakeRun(_folder.Path).TrainAsync(o => o with { MaxSteps = 1, EmaDecay = 0.99 });

        var e = await Assert.ThrowsAsync<Core.InvalidInputException>(
            () => new FakeRun(_folder.Path).TrainAsync(o => o with { Resume = TrainingOptions.ResumeAuto }));

        Assert.Equal("EmaDecay", e.Field);
    }

    private static float[] Trained(string file)
    {
        using SafetensorsFile weights = SafetensorsFile.Open(file);
        using torch.Tensor tensor = weights.Read("map_decoder.points");
        return tensor.data<float>().ToArray();
    }
}
