using BenchmarkDotNet.Running;
using MapDet.Benchmarks;
using MapDet.Benchmarks.Fuzzing;
using MapDet.Benchmarks.Loading;
using MapDet.Benchmarks.Memory;
using MapDet.Benchmarks.Scale;

if (args is [ScaleCommand.Name, .. string[] options])
{
    return await ScaleCommand.RunAsync(options);
}

if (args is [FuzzCommand.Name, .. string[] fuzzOptions])
{
    return await FuzzCommand.RunAsync(fuzzOptions);
}

if (args is [LoadCommand.Name, .. string[] loadOptions])
{
    return await LoadCommand.RunAsync(loadOptions);
}

if (args is [MemoryCommand.Name, .. string[] memoryOptions])
{
    return await MemoryCommand.RunAsync(memoryOptions);
}

if (args is [MeasuredRun.Name, .. string[] childOptions])
{
    return await MeasuredRun.RunAsync(childOptions);
}

// BenchmarkDotNet refuses options that it does not know, and starts processes of its own: ours travel as an environment variable.
string[] remaining = BenchmarkDevice.TakeOption(args);
BenchmarkSwitcher.FromAssembly(typeof(BenchmarkDevice).Assembly).Run(remaining);
return 0;
