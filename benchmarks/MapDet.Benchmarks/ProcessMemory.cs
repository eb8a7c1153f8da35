using System.Diagnostics;
using System.Globalization;

namespace MapDet.Benchmarks;

/// <summary>What the process takes of the machine's memory.</summary>
internal static class ProcessMemory
{
    /// <summary>The most that was ever resident, libraries and garbage included.</summary>
    public static long PeakBytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    /// <summary>What is resident now.</summary>
    public static long ResidentBytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    public static string Format(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F0} MB");
}
