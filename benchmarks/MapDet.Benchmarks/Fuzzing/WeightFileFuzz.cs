using System.Diagnostics;
using MapDet.Core;
using MapDet.Core.Language;
using MapDet.Core.QFormer;
using MapDet.Core.Vision;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Benchmarks.Fuzzing;

/// <summary>Reads files of a checkpoint's folder that may be damaged: all tensors of weights and indexes, all settings of configurations.</summary>
internal static class WeightFileFuzz
{
    private const int LongestMessage = 8192;

    /// <summary>Reads one file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="Exception">
    /// Whatever is no <see cref="InvalidInputException"/>, or one whose message is not one line of bounded length: a fault of the reader.
    /// </exception>
    public static FuzzOutcome Read(string path)
    {
        long start = Stopwatch.GetTimestamp();
        long before = GC.GetAllocatedBytesForCurrentThread();
        long bytes = 0;
        bool isRefused = false;
        try
        {
            if (Path.GetFileName(path) == ModelConfiguration.FileName)
            {
                ReadConfiguration(Path.GetDirectoryName(path)!);
            }
            else
            {
                bytes = ReadTensors(path);
            }
        }
        catch (InvalidInputException e) when (!e.Message.Any(char.IsControl) && e.Message.Length < LongestMessage)
        {
            isRefused = true;
        }

        return new FuzzOutcome(isRefused, GC.GetAllocatedBytesForCurrentThread() - before, bytes, Stopwatch.GetElapsedTime(start));
    }

    private static long ReadTensors(string path)
    {
        using IWeightSource source = WeightFile.Open(path);
        long bytes = 0;
        foreach (string name in source.Names)
        {
            using torch.Tensor tensor = source.Read(name);
            bytes += tensor.numel() * tensor.ElementSize;
        }

        return bytes;
    }

    private static void ReadConfiguration(string folder)
    {
        ModelConfiguration configuration = ModelConfiguration.Read(folder);
        if (configuration.Has("qformer_config"))
        {
            QFormerConfiguration.Read(configuration, new QFormerOptions());
        }

        if (configuration.Has("vision_config"))
        {
            VisionConfiguration.Read(configuration);
        }
        else
        {
            LanguageConfiguration.Read(configuration, new LanguageOptions());
        }
    }
}
