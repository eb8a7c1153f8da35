using System.Diagnostics;
using MapDet.Core;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Benchmarks.Fuzzing;

/// <summary>Opens files of weights that may be damaged, and reads all their tensors.</summary>
internal static class WeightFileFuzz
{
    /// <summary>Reads one file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="Exception">Whatever is no <see cref="InvalidInputException"/>: a fault of the reader.</exception>
    public static FuzzOutcome Read(string path)
    {
        long start = Stopwatch.GetTimestamp();
        long before = GC.GetAllocatedBytesForCurrentThread();
        long largest = 0;
        bool isRefused = false;
        try
        {
            using IWeightSource source = WeightFile.Open(path);
            foreach (string name in source.Names)
            {
                using torch.Tensor tensor = source.Read(name);
                largest = Math.Max(largest, tensor.numel() * tensor.ElementSize);
            }
        }
        catch (InvalidInputException)
        {
            isRefused = true;
        }

        return new FuzzOutcome(isRefused, GC.GetAllocatedBytesForCurrentThread() - before, largest, Stopwatch.GetElapsedTime(start));
    }
}
