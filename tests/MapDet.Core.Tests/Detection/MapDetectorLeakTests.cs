using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Core.Tests.Fixtures;
using TorchSharp;

namespace MapDet.Core.Tests.Detection;

/// <summary>Counts the tensors and the memory of the whole process, so nothing else may run beside it.</summary>
[Collection(nameof(AloneCollection))]
public sealed class MapDetectorLeakTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Five_hundred_detections_leave_no_tensor_behind_and_memory_flat()
    {
        const int WarmUp = 100;
        const int Detections = 500;
        const long Slack = 64L << 20;
        SurroundFrame frame = Rig.Frame("token", [PictureFiles.Write(_folder.File("a.jpg"), 256, 144)], 256, 144);
        using MapDetector detector = new(new MapDetModelFactory().Create(ModelPresets.Get("tiny")));

        await DetectAsync(detector, frame, WarmUp);
        (long tensors, long memory) = Measure();
        await DetectAsync(detector, frame, Detections);
        (long tensorsAfter, long memoryAfter) = Measure();

        Assert.Equal(tensors, tensorsAfter);
        Assert.InRange(memoryAfter - memory, long.MinValue, Slack);
    }

    private static async Task DetectAsync(MapDetector detector, SurroundFrame frame, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await detector.DetectAsync(frame);
        }
    }

    private static (long Tensors, long Memory) Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return (torch.Tensor.TotalCount, Environment.WorkingSet);
    }
}
