using BenchmarkDotNet.Running;
using MapDet.Benchmarks;

// BenchmarkDotNet refuses options that it does not know, and starts processes of its own: ours travel as an environment variable.
string[] remaining = BenchmarkDevice.TakeOption(args);
BenchmarkSwitcher.FromAssembly(typeof(BenchmarkDevice).Assembly).Run(remaining);
