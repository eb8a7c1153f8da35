using System.Diagnostics;
using System.Globalization;
using MapDet.Core.Language;
using MapDet.Core.Tests.Runtime;

namespace MapDet.Core.Tests.Language;

/// <summary>What a step of a language model with 50 million weights takes, each measured in a process of its own.</summary>
public sealed class LanguageMemoryTests
{
    private const long Megabyte = 1 << 20;

    // Float32 weights take 193 MB. What 308 positions keep in 16 layers takes about 200 MB; their states alone 10 MB.
    [LinuxFact]
    public async Task Activations_that_are_computed_again_and_weights_of_few_bits_take_less_memory()
    {
        (long floats, long keptPeak) = await MeasureAsync(LanguageWeights.Float, checkpointActivations: false);
        (_, long recomputedPeak) = await MeasureAsync(LanguageWeights.Float, checkpointActivations: true);
        (long bytes, long bytesPeak) = await MeasureAsync(LanguageWeights.Int8, checkpointActivations: true);
        (long halfBytes, long halfBytesPeak) = await MeasureAsync(LanguageWeights.Nf4, checkpointActivations: true);

        Assert.InRange(keptPeak - recomputedPeak, 100 * Megabyte, 500 * Megabyte);
        Assert.InRange(floats, 180 * Megabyte, 260 * Megabyte);
        Assert.InRange(bytes, 40 * Megabyte, 130 * Megabyte);
        Assert.InRange(halfBytes, 20 * Megabyte, 110 * Megabyte);
        Assert.InRange(recomputedPeak - bytesPeak, 60 * Megabyte, 200 * Megabyte);
        Assert.InRange(recomputedPeak - halfBytesPeak, 80 * Megabyte, 220 * Megabyte);
    }

    private static async Task<(long Built, long Peak)> MeasureAsync(LanguageWeights weights, bool checkpointActivations)
    {
        ProcessStartInfo start = new(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "LanguageMemoryProbe.dll"), weights.ToString(), checkpointActivations.ToString()])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        long[] numbers = [.. output.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
        return (numbers[0], numbers[1]);
    }
}
