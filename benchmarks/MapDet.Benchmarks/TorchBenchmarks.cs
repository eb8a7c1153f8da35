using BenchmarkDotNet.Attributes;
using TorchSharp;

namespace MapDet.Benchmarks;

/// <summary>Measurements on the device that was asked for, beside a yardstick.</summary>
/// <remarks>The matrix product stands still from run to run: compare ratios to it rather than milliseconds.</remarks>
public abstract class TorchBenchmarks
{
    private torch.Tensor _matrix = null!;

    /// <summary>Where everything is computed.</summary>
    protected torch.Device Device { get; private set; } = torch.CPU;

    [Benchmark(Baseline = true)]
    public void MatrixProduct1024()
    {
        using torch.Tensor product = torch.mm(_matrix, _matrix);
        Synchronize();
    }

    /// <summary>Finds the device and makes the yardstick; belongs at the start of the set-up.</summary>
    protected void Prepare()
    {
        Device = BenchmarkDevice.Current();
        _matrix = torch.randn(1024, 1024, device: Device).DetachFromDisposeScope();
    }

    /// <summary>Frees the yardstick; belongs into the clean-up.</summary>
    protected void Release() => _matrix.Dispose();

    /// <summary>Waits until the device has done what it was given.</summary>
    protected void Synchronize()
    {
        if (Device.type == DeviceType.CUDA)
        {
            torch.cuda.synchronize();
        }
    }
}
