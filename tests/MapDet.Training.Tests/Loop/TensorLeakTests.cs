using MapDet.Training.Loop;
using MapDet.Training.Tests.Fakes;

namespace MapDet.Training.Tests.Loop;

/// <summary>Counts the tensors of the whole process, so nothing else may run beside it.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class TensorLeakTests
{
    [Fact]
    public async Task Five_hundred_steps_leave_no_tensor_behind_and_memory_flat()
    {
        const int WarmUp = 100;
        const long Slack = 32L << 20;
        using TemporaryFolder folder = new();
        List<(long Tensors, long Memory)> live = [];
        FakeRun run = new(folder["run"])
        {
            Observer = new RecordingObserver(step => live.Add(Measure(step))),
            TrainingData = new FakeDataset(11, name: "train") { PictureFolder = folder["pictures"] }.WithPictures(),
        };

        await run.TrainAsync(o => o with
        {
            Epochs = 100,
            EvalInterval = 10,
            SaveInterval = 100,
            ComputeSlices = 2,
            EmaDecay = 0.9,
            VisionCacheMegabytes = 0,
            VisionCacheDirectory = folder["cache"],
        });

        Assert.Equal(600, live.Count);
        Assert.Equal(live[WarmUp].Tensors, live[^1].Tensors);
        Assert.Equal(0, live.Skip(WarmUp).Max(l => l.Tensors) - live.Skip(WarmUp).Min(l => l.Tensors));
        Assert.InRange(live[^1].Memory - live[WarmUp].Memory, long.MinValue, Slack);
    }

    private static (long Tensors, long Memory) Measure(TrainingStep step)
    {
        if (step.Step % 100 == 1)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return (TorchSharp.torch.Tensor.TotalCount, Environment.WorkingSet);
    }
}
