using MapDet.Training.Tests.Fakes;

namespace MapDet.Training.Tests.Loop;

/// <summary>Counts the tensors of the whole process, so nothing else may run beside it.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class TensorLeakTests
{
    [Fact]
    public async Task Hundreds_of_steps_leave_no_tensor_behind()
    {
        using TemporaryFolder folder = new();
        List<long> live = [];
        FakeRun run = new(folder.Path)
        {
            Observer = new RecordingObserver(_ => live.Add(TorchSharp.torch.Tensor.TotalCount)),
        };

        await run.TrainAsync(o => o with { Epochs = 60, EvalInterval = 10, SaveInterval = 100, ComputeSlices = 2 });

        Assert.Equal(360, live.Count);
        Assert.Equal(live[100], live[^1]);
        Assert.Equal(0, live.Skip(100).Max() - live.Skip(100).Min());
    }
}
