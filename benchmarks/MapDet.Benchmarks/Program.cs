using BenchmarkDotNet.Running;
using MapDet.Benchmarks;
using MapDet.Benchmarks.Scale;

if (args is [ScaleCommand.Name, .. string[] options])
{
    return await ScaleCommand.RunAsync(options);
}

// BenchmarkDotNet refuses options that it does not know, and starts processes of its own: ours travel as an environment variable.
string[] remaining = BenchmarkDevice.TakeOption(args);
BenchmarkSwitcher.FromAssembly(typeof(BenchmarkDevice).Assembly).Run(remaining);
return 0;
