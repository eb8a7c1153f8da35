using TorchSharp;

namespace MapDet.Benchmarks;

/// <summary>The device that benchmarks run on: <c>--device cpu|cuda</c>.</summary>
internal static class BenchmarkDevice
{
    private const string Option = "--device";
    private const string Variable = "MAPDET_BENCHMARK_DEVICE";

    /// <summary>Takes our option out of the command line and hands it on to the processes that BenchmarkDotNet starts.</summary>
    /// <returns>What BenchmarkDotNet is to read.</returns>
    /// <exception cref="ArgumentException">The device is none that there is.</exception>
    public static string[] TakeOption(string[] args)
    {
        int position = Array.IndexOf(args, Option);
        if (position < 0)
        {
            return args;
        }

        string device = position + 1 < args.Length ? args[position + 1] : "";
        if (device is not ("cpu" or "cuda"))
        {
            throw new ArgumentException($"{Option} takes cpu or cuda, not '{device}'.");
        }

        Environment.SetEnvironmentVariable(Variable, device);
        return [.. args[..position], .. args[(position + 2)..]];
    }

    /// <summary>The device of this process.</summary>
    /// <exception cref="InvalidOperationException">CUDA was asked for and there is none.</exception>
    public static torch.Device Current()
    {
        string device = Environment.GetEnvironmentVariable(Variable) ?? "cpu";
        if (device == "cuda" && !torch.cuda.is_available())
        {
            throw new InvalidOperationException("No CUDA device: build with -p:TorchBackend=cuda-linux (or cuda-windows) on a machine that has one.");
        }

        return torch.device(device);
    }
}
